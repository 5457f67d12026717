"""The action page of a case: its crumbs, whom it is about, and how what was done is answered."""

from collections.abc import Iterable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from amparo.foundation.core.action_views import NestedActionView
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.action_views import requested_next_url
from amparo.ui.responses import action_done
from amparo.ui.tags.formats import code

from ..display_names import display_name
from ..extension_points import CasePlace, case_sections
from ..models import Case
from ..presenters import CasePage, case_for_page, sections_of

SHOW, SECTION = "cases/show.html", "cases/section.html"
ASKS = ["GET", "HEAD", "POST"]
# What most actions change beside their own part.
ALSO = ("summary", "next", "story")


def open_case(request: HttpRequest, ref: Any, *, to: str = "work") -> Case:
    cases = Case.objects.with_subject().select_related("place", "community__place")
    return get_permitted_or_404(request, cases, to=to, ref=ref)


def later_sections() -> list[str]:
    """Returns the names of the sections that the page fetches after its first screen."""
    places = CasePlace.MAIN, CasePlace.SIDE
    return [each.name for place in places for each in sections_of(place) if each.is_later]


def render_part(request: HttpRequest, context: dict[str, Any], part: str) -> str:
    """Returns a section of the page of a case, or another part of it."""
    section = case_sections.get(part)
    if section is None:
        return render_to_string(f"{SHOW}#{part}", context, request)
    about = {"section": section, "is_section_open": True}
    return render_to_string(SECTION, context | about, request)


def case_url(case: Case, part: str = "") -> str:
    """Returns the address of a case, or of a part of its page: whole, where that part would
    follow later, for a browser finds only what is there.
    """
    where = reverse("cases:case", args=[case.ref])
    if part in later_sections():
        return f"{where}?all=1#{part}"
    return f"{where}#{part}" if part else where


def case_crumbs(case: Case) -> list[tuple[str, str]]:
    cases = (reverse("cases:cases"), _("People and cases"))
    return [cases, (case.get_absolute_url(), code(case.number))]


def case_page(case: Case) -> dict[str, Any]:
    """Returns what the action page of a case shows, and the way back to it."""
    return {
        "case": case, "crumbs": case_crumbs(case), "subject": display_name(case),
        "back_url": case.get_absolute_url(), "swaps": True,
    }  # fmt: skip


def case_part_page(case: Case, part: str) -> dict[str, Any]:
    """The same for a form that takes the place of the part of the case page that it changes."""
    return {
        "case": case, "crumbs": case_crumbs(case), "part": part, "back_url": case_url(case, part),
        "part_url": f"{case_url(case)}?part={part}",
    }  # fmt: skip


class CaseAction(NestedActionView):
    """An action on a case, or on a record of it, on a page of its own."""

    parent_name = "case"

    def get_parent(self, ref: Any) -> Case:
        return open_case(self.request, ref, to=self.permission)

    def get_page(self, record: Any) -> dict[str, Any]:
        return case_page(self.parent_of(record))

    def get_back_url(self, record: Any) -> str:
        return self.parent_of(record).get_absolute_url()


class CasePartAction(CaseAction):
    """An action on a part of the page of a case: in its place, or on a page of its own."""

    other_parts: Iterable[str] = ALSO

    def get_page(self, record: Any) -> dict[str, Any]:
        return case_part_page(self.parent_of(record), self.part)

    def get_back_url(self, record: Any) -> str:
        return case_url(self.parent_of(record), self.part)

    def get_response(self, record: Any, result: Any) -> HttpResponse:
        return case_part_response(
            self.request, self.parent_of(record), part=self.part,
            said=self.get_success_message(record, result), also=self.other_parts,
        )  # fmt: skip


def case_part_response(
    request: HttpRequest,
    case: Case,
    *,
    part: str,
    said: str | Promise,
    undo: str = "",
    also: Iterable[str] = ALSO,
) -> HttpResponse:
    """It was done: the parts that changed as they are now, else back to the case."""
    fresh = case_for_page(request.user).get(pk=case.pk)
    context = {"file": CasePage(fresh, request.user), "case": fresh}
    others = [name for name in also if name != part] if _is_on_its_page(request, case) else []
    return action_done(
        request,
        partial(render_part, request, context),
        part=part,
        other_parts=others,
        next_url=requested_next_url(request) or case_url(case, part),
        message=said,
        undo=undo,
    )


def _is_on_its_page(request: HttpRequest, case: Case) -> bool:
    """A plain page of one part has no other parts to put right."""
    return urlsplit(request.headers.get("HX-Current-URL", "")).path == case_url(case)
