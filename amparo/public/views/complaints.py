"""Views: an anonymous complaint, its follow-up with a code, and what changed after complaints."""

from collections.abc import Callable
from functools import wraps
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.rate_limits import is_flooding
from amparo.foundation.core.receipt_sessions import (
    ReceiptSession,
    ReceiptSessionCookie,
    is_form_of,
)
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.directory.search import places_with_services
from amparo.pillars.advocacy.feedback.code_lists import OFFER_HELP_CATEGORIES
from amparo.pillars.advocacy.feedback.intake import receive_complaint
from amparo.pillars.advocacy.feedback.models import ActionKind, Complaint, YouSaidWeDid
from amparo.pillars.assistance.help_requests.models.reception import receiving_office
from amparo.ui import formats

from ..forms import ComplaintForm
from ..presenters import FEW_NUMBERS, emergency_numbers
from ..responses import invalid_form_page, page, public_page, uncached_public_page
from ..templatetags.public import at
from .receipt_code_form import open_by_code

CODE_TEMPLATE, COMPLAINT_TEMPLATE, WITHDRAW_TEMPLATE, RECEIPT_TEMPLATE = (
    f"public/complaints/{name}.html" for name in ("code", "my_complaint", "withdraw", "receipt")
)
SESSION_COOKIE = ReceiptSessionCookie("complaint", "/a/q/")
MAX_TEXT_LENGTH = 10_000
type ComplaintView = Callable[[HttpRequest, ReceiptSession, Complaint], HttpResponse]


def require_receipt_code(*methods: str) -> Callable[[ComplaintView], Callable[..., HttpResponse]]:
    """Pages of a visit: without one, the way leads to the code."""

    def wrap(view: ComplaintView) -> Callable[..., HttpResponse]:
        @uncached_public_page(*methods)
        @wraps(view)
        def shown(request: HttpRequest) -> HttpResponse:
            visit = SESSION_COOKIE.visit(request)
            if request.method == "POST" and not is_form_of(visit, request.POST.get("form", "")):
                return invalid_form_page(request)
            complaint = _complaint_of(visit)
            if visit is None or complaint is None:
                return HttpResponseRedirect(at("public-complaint-code"))
            try:
                return view(request, visit, complaint)
            except Refusal as refusal:
                return _refusal_page(request, visit, complaint, refusal)

        return shown

    return wrap


@uncached_public_page("GET", "POST")
def my_complaint(request: HttpRequest) -> HttpResponse:
    """The code opens it; what is wrong is counted, and costs the same as what is right."""
    if request.method == "POST":
        return open_by_code(request, _code_form, open_with)
    visit = SESSION_COOKIE.visit(request)
    complaint = _complaint_of(visit)
    if visit is None or complaint is None:
        return _code_form(request)
    return _complaint_page(request, visit, complaint)


def _complaint_of(visit: ReceiptSession | None) -> Complaint | None:
    if visit is None:
        return None
    complaint = Complaint.for_code(visit.code)
    return complaint if complaint and complaint.ref == visit.ref else None


def open_with(typed: str) -> HttpResponse | None:
    """The way to the complaint of this code; nothing where it is of none."""
    complaint = Complaint.for_code(typed)
    if complaint is None:
        return None
    response = HttpResponseRedirect(at("public-complaint-code"), status=303)
    SESSION_COOKIE.open(response, complaint.ref, receipt_codes.grouped(receipt_codes.read(typed)))
    return response


def _code_form(request: HttpRequest, wrong: str = "", status: int = 200) -> HttpResponse:
    context = {"number": receipt_codes.new_form(), "wrong": wrong}
    response = page(request, CODE_TEMPLATE, context, status=status)
    response.keep_changes = True  # type: ignore[attr-defined]  # what was tried is counted
    return response


def _complaint_page(
    request: HttpRequest, visit: ReceiptSession, complaint: Complaint, *, refusal: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    actions = list(complaint.actions.read_with_code().order_by("at", "pk"))
    answers = [each for each in actions if each.kind == ActionKind.RESPONDED]
    judged = complaint.deliveries.filter(how="code").order_by("pk").last()
    context = {
        "actions": actions,
        "may_judge": bool(answers) and (judged is None or judged.at < answers[-1].at),
        "judged": judged,
        "may_withdraw": not complaint.is_closed and not complaint.is_withdrawn,
        "next_step": next_step(complaint),
        "refusal": refusal,
    }
    return _own_page(request, COMPLAINT_TEMPLATE, visit, complaint, context, status=status)


@require_receipt_code("GET")
def receipt(request: HttpRequest, visit: ReceiptSession, complaint: Complaint) -> HttpResponse:
    """The code once more, in another language: as long as the visit lasts."""
    context = receipt_context(complaint, visit.code)
    return _own_page(request, RECEIPT_TEMPLATE, visit, complaint, context)


@require_receipt_code("POST")
def add(request: HttpRequest, visit: ReceiptSession, complaint: Complaint) -> HttpResponse:
    complaint.add_message(by=None, text=request.POST.get("text", "")[:MAX_TEXT_LENGTH])
    return _to_complaint()


@require_receipt_code("POST")
def change_contact(
    request: HttpRequest, visit: ReceiptSession, complaint: Complaint
) -> HttpResponse:
    complaint.change_contact_details(request.POST.get("contact", "").strip()[:MAX_TEXT_LENGTH])
    return _to_complaint()


@require_receipt_code("POST")
def judge(request: HttpRequest, visit: ReceiptSession, complaint: Complaint) -> HttpResponse:
    """They have read the answer, and say whether it is one."""
    said = request.POST.get("text", "")[:MAX_TEXT_LENGTH]
    complaint.judge(is_satisfied=request.POST.get("satisfied") == "yes", text=said)
    return _to_complaint()


@require_receipt_code("GET", "POST")
def withdraw(request: HttpRequest, visit: ReceiptSession, complaint: Complaint) -> HttpResponse:
    """What is taken back, said before it is: the question has a page of its own."""
    if request.method != "POST":
        return _own_page(request, WITHDRAW_TEMPLATE, visit, complaint, {})
    complaint.withdraw()
    return _to_complaint()


@require_receipt_code("POST")
def end(request: HttpRequest, visit: ReceiptSession, complaint: Complaint) -> HttpResponse:
    """One tap, and the next who holds the telephone needs the code."""
    response = HttpResponseRedirect(at("public-complaint-new"), status=303)
    SESSION_COOKIE.end(request, response)
    return response


@uncached_public_page("GET")
def leave(request: HttpRequest) -> HttpResponse:
    """Leaving ends the visit on its way out: without scripts too."""
    response = HttpResponseRedirect(settings.AMPARO_QUICK_EXIT_URL)
    SESSION_COOKIE.end(request, response)
    return response


def _refusal_page(
    request: HttpRequest, visit: ReceiptSession, complaint: Complaint, refusal: Refusal
) -> HttpResponse:
    fresh = _complaint_of(visit) or complaint
    return _complaint_page(request, visit, fresh, refusal=str(refusal), status=refusal.status)


def _own_page(
    request: HttpRequest, template: str, visit: ReceiptSession, complaint: Complaint,
    context: dict, *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    own = {
        "complaint": complaint, "visit": visit, "once": uuid4(),
        "quick_exit_url": reverse("public-complaint-leave"),
    }  # fmt: skip
    return page(request, template, own | context, status=status)


def _to_complaint() -> HttpResponse:
    return HttpResponseRedirect(at("public-complaint-code"), status=303)


def next_step(complaint: Complaint) -> str:
    """What happens now, in a sentence that promises no more than the office does."""
    if complaint.is_closed:
        return _("It is closed. If something happens again, tell us anew.")
    if complaint.is_withdrawn:
        return _("You took it back. We look only at what may endanger others.")
    if complaint.status == Complaint.Status.REFERRED:
        return _("It was given to those who investigate. You see here what may be told.")
    if complaint.status == Complaint.Status.RESPONDED:
        return _("There is an answer. Tell us below whether it is one.")
    if complaint.status == Complaint.Status.RECEIVED:
        return _("Somebody reads it and says so here. At the latest: %(day)s.") % {
            "day": _day(complaint, complaint.acknowledge_by)
        }
    return _("It was read. You see an answer here at the latest on %(day)s.") % {
        "day": _day(complaint, complaint.answer_by)
    }


def _day(complaint: Complaint, moment) -> str:
    return formats.full_day(moment.astimezone(complaint.office.zone).date())


# A new complaint, and what changed after complaints.

FORM_TEMPLATE, NEW_RECEIPT_TEMPLATE, YOU_SAID_TEMPLATE = (
    f"public/complaints/{name}.html" for name in ("complaint_form", "receipt", "changes")
)
MAX_ENTRIES = 50


@uncached_public_page("GET", "POST")
def complain(request: HttpRequest) -> HttpResponse:
    """One page, and a code. What has happened in the dark is read by who was not there."""
    if request.method != "POST":
        return _form_page(
            request, ComplaintForm(places=places_with_services()), receipt_codes.new_form()
        )
    number = request.POST.get("form", "")
    if receipt_codes.form_age(number) is None:
        return invalid_form_page(request)
    form = ComplaintForm(request.POST, places=places_with_services())
    if not form.is_valid():
        return _form_page(request, form, number, status=422)
    if form.cleaned_data["subject"] or is_flooding(request, "complain"):
        return _form_page(request, form, number, status=429, is_flooded=True)
    try:
        return _create(request, form, number)
    except Refusal as refusal:
        return _form_page(request, form, number, status=refusal.status, refusal=str(refusal))


def _create(request: HttpRequest, form: ComplaintForm, number: str) -> HttpResponse:
    """The code is shown at once: it is nowhere else, and needs no second page on a slow line."""
    fields = form.complaint_fields
    place = fields["place"]
    # Where an office covers the place, whoever complains there is answered there.
    office = (place and receiving_office(place)) or Complaint.office_for(place)
    complaint, code = receive_complaint(
        number, by=None, office=office, language=formats.current_language(), **fields
    )
    there = reverse("public-complaint-receipt")
    context = receipt_context(complaint, code) | {
        "languages": [(lang, name, f"{there}?lang={lang}") for lang, name in settings.LANGUAGES],
        "quick_exit_url": reverse("public-complaint-leave"),
    }
    response = page(request, NEW_RECEIPT_TEMPLATE, context)
    SESSION_COOKIE.open(response, complaint.ref, code)
    return response


def receipt_context(complaint: Complaint, code: str) -> dict:
    helps = {"helps_first": complaint.kind in OFFER_HELP_CATEGORIES}
    return (
        helps | emergency_numbers(FEW_NUMBERS) | {"code": code, "next_step": next_step(complaint)}
    )


def _form_page(
    request: HttpRequest, form: ComplaintForm, number: str, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {"form": form, "number": number, **more}
    response = page(request, FORM_TEMPLATE, context, status=status)
    response.keep_changes = status == 429  # type: ignore[attr-defined]  # who floods is counted
    return response


@public_page
def you_said(request: HttpRequest) -> HttpResponse:
    entries = YouSaidWeDid.objects.published()[:MAX_ENTRIES]
    told = [
        (codes.label("feedback_type", entry.kind), *entry.read_texts(), entry.at)
        for entry in entries
    ]
    return page(request, YOU_SAID_TEMPLATE, {"entries": told})
