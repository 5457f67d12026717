"""How deeds on plans and projects answer: a form as a page, then back to what they changed."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from amparo.foundation.core.models import Organization
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.responses import action_done

from ...models import Attachment, Case
from ...views.answers import ask as ask_in_place

ASKS = ["GET", "HEAD", "POST"]
MOST = 300


def case_of(request: HttpRequest, ref: Any, *, to: str = "work") -> Case:
    cases = Case.objects.with_subject().select_related("place", "community__place")
    return get_permitted_or_404(request, cases, to=to, ref=ref)


def plan_url(case: Case) -> str:
    return reverse("reintegration:plan", args=[case.ref])


def ask(
    request: HttpRequest, case: Case, form: Form, *, title: str, yes: str, back: str = "",
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """A form of a plan, or of the project to which `back` leads."""
    back = back or plan_url(case)
    return ask_in_place(
        request, case, form, part="reintegration", title=title, yes=yes, back=back, panel=back,
        **more,
    )  # fmt: skip


def kept(request: HttpRequest, then: str, said: str) -> HttpResponse:
    return action_done(request, next_url=then, message=said)


def organizations(request: HttpRequest) -> list[Organization]:
    """Who may give something: all that are known here."""
    return list(Organization.objects.accessible_to(request.user).order_by("name")[:MOST])


def papers_of(case: Case) -> list[Attachment]:
    """The papers of the file that may show something: none that was taken out or is harmful."""
    found = Attachment.objects.filter(case=case, removed=None).exclude(verdict="infected")
    return list(found.order_by("-pk")[:60])
