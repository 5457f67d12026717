"""How deeds on a way out of exploitation ask and answer: a page of their own, then the way."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from amparo.foundation.core.permissions.rules import Request, get_permitted_or_404
from amparo.ui.responses import action_done, render_page

from ...models import Case
from ..models import WayOut

ASK = "trafficking/ask.html"


def case_of(request: Request, ref: UUID, *, to: str) -> Case:
    return get_permitted_or_404(request, Case.objects.with_subject(), to=to, ref=ref)


def way_of(request: Request, ref: UUID, way: UUID, *, to: str = "work") -> WayOut:
    """The case first: whoever may not open it learns nothing of what lies in it."""
    case = case_of(request, ref, to=to)
    ways = WayOut.objects.select_related("person")
    found = get_permitted_or_404(request, ways, to=to, ref=way, case=case)
    found.case = case
    return found


def url_of(way: WayOut) -> str:
    return reverse("trafficking:way", args=[way.case.ref, way.ref])


def ask(
    request: Request, case: Case, form: Form, *, title: str, yes: str, back: str,
    fields: str = "trafficking/fields.html", **more: Any,
) -> HttpResponse:  # fmt: skip
    context = {
        "case": case, "form": form, "title": title, "yes": yes, "back": back, "fields": fields,
        **more,
    }  # fmt: skip
    return render_page(request, ASK, context, status=422 if form.is_bound else 200)


def kept(request: Request, way: WayOut, said: str) -> HttpResponse:
    """Back to the way; or to the list of cases, where it no longer opens for who closed it off."""
    if WayOut.objects.accessible_to(request.user).filter(pk=way.pk).exists():
        return action_done(request, next_url=url_of(way), message=said)
    said = _("Only those with leave for such files read it from now on. They were told.")
    return action_done(request, next_url=reverse("assistance:cases"), message=said)
