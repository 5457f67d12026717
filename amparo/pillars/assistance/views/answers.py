"""How deeds on a case answer: a form in its place, then the part that changed; or whole pages."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from amparo.ui.responses import action_done, is_htmx_fragment, render_page, safe_next_url

from ..case_page import CasePage, for_its_page
from ..models import Case

SHOW = "assistance/cases/show.html"
ASK = "assistance/cases/ask.html"
# What most deeds change beside their own part.
ALSO = ("summary", "next", "story")


def url_of(case: Case, part: str = "") -> str:
    where = reverse("assistance:case", args=[case.ref])
    return f"{where}#{part}" if part else where


def given(request: HttpRequest) -> QueryDict | None:
    """What was sent; nothing at all is also an answer, where nothing is asked for."""
    return request.POST if request.method == "POST" else None


def ask(
    request: HttpRequest,
    case: Case,
    form: Form,
    *,
    part: str,
    title: str,
    yes: str,
    fields: str = "assistance/cases/fields.html",
    **more: Any,
) -> HttpResponse:
    """The form, in the place of the part that it changes, or as a page of its own."""
    context = {
        "case": case, "form": form, "part": part, "title": title, "yes": yes, "fields": fields,
        "back": url_of(case, part), "panel": f"{url_of(case)}?part={part}",
        "in_place": is_htmx_fragment(request), "level": 2 if is_htmx_fragment(request) else 1,
        **more,
    }  # fmt: skip
    return render_page(request, ASK, context, part="form", status=422 if form.is_bound else 200)


def kept(
    request: HttpRequest,
    case: Case,
    *,
    part: str,
    said: str,
    undo: str = "",
    also: Iterable[str] = ALSO,
) -> HttpResponse:
    """It was done: the parts that changed as they are now, else back to the case."""
    fresh = for_its_page(request.user).get(pk=case.pk)
    others = [name for name in also if name != part] if _is_on_its_page(request, case) else []
    return action_done(
        request,
        SHOW,
        {"file": CasePage(fresh, request.user), "case": fresh},
        part=part,
        other_parts=others,
        next_url=_asked_back(request) or url_of(case, part),
        message=said,
        undo=undo,
    )


def _is_on_its_page(request: HttpRequest, case: Case) -> bool:
    """A plain page of one part has no other parts to put right."""
    return urlsplit(request.headers.get("HX-Current-URL", "")).path == url_of(case)


def _asked_back(request: HttpRequest) -> str:
    """The page from which the deed was done, where its form says so."""
    asked = request.POST.get("next", "")
    return safe_next_url(asked, "")
