"""Telling us what we did wrong, or well; and what we changed because people told us."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.permissions.rls.context import rls_bypass
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.directory.search import places_with_services
from amparo.pillars.advocacy.intake import take_in
from amparo.pillars.advocacy.kinds import HELP_FIRST
from amparo.pillars.advocacy.models import Complaint, YouSaid
from amparo.pillars.assistance.models.reception import office_for
from amparo.ui import formats

from ...attempts import is_a_flood
from ..answering import for_anybody, for_one, not_ours, page
from ..contents import FEW, numbers
from .forms import ComplainForm
from .mine import DESK, next_step

COMPLAIN, RECEIPT, YOU_SAID = (
    f"public/complaints/{name}.html" for name in ("complain", "receipt", "you_said")
)
MOST = 50


@for_one("GET", "POST")
def complain(request: HttpRequest) -> HttpResponse:
    """One page, and a code. What has happened in the dark is read by who was not there."""
    if request.method != "POST":
        return _show(
            request, ComplainForm(places=places_with_services()), receipt_codes.new_form()
        )
    number = request.POST.get("form", "")
    if receipt_codes.form_age(number) is None:
        return not_ours(request)
    form = ComplainForm(request.POST, places=places_with_services())
    if not form.is_valid():
        return _show(request, form, number, status=422)
    if form.cleaned_data["subject"] or is_a_flood(request, "complain"):
        return _show(request, form, number, status=429, is_flooded=True)
    try:
        return _told(request, form, number)
    except Refusal as refusal:
        return _show(request, form, number, status=refusal.status, refusal=str(refusal))


def _told(request: HttpRequest, form: ComplainForm, number: str) -> HttpResponse:
    """The code is shown at once: it is nowhere else, and needs no second page on a slow line."""
    told = form.told
    with rls_bypass():
        place = told["place"]
        # Where an office covers the place, whoever complains there is answered there.
        office = (place and office_for(place)) or Complaint.office_for(place)
        complaint, code = take_in(
            number, by=None, office=office, language=formats.current_language(), **told
        )
        there = reverse("public-complaint-receipt")
        context = receipt_of(complaint, code) | {
            "tongues": [(lang, name, f"{there}?lang={lang}") for lang, name in settings.LANGUAGES],
            "leave_to": reverse("public-complaint-leave"),
        }
        response = page(request, RECEIPT, context)
    DESK.open(response, complaint.ref, code)
    return response


def receipt_of(complaint: Complaint, code: str) -> dict:
    helps = {"helps_first": complaint.kind in HELP_FIRST}
    return helps | numbers(FEW) | {"code": code, "next_step": next_step(complaint)}


def _show(
    request: HttpRequest, form: ComplainForm, number: str, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {"form": form, "number": number, **more}
    response = page(request, COMPLAIN, context, status=status)
    response.keep_changes = status == 429  # type: ignore[attr-defined]  # who floods is counted
    return response


@for_anybody
def you_said(request: HttpRequest) -> HttpResponse:
    entries = YouSaid.objects.published()[:MOST]
    told = [
        (codes.label("feedback_type", entry.kind), *entry.in_words(), entry.at)
        for entry in entries
    ]
    return page(request, YOU_SAID, {"entries": told})
