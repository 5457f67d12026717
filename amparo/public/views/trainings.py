"""Views: trainings that anybody may register for, and the registration without an account.

Whoever registers gets the same answer, whether the address was there before or not: how they
stand is told by the page that their own code opens, and by a mail to the address.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.clock import now
from amparo.foundation.core.rate_limits import registers_too_often
from amparo.foundation.core.receipt_sessions import ReceiptSession
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training.models import Enrolment, TrainingEvent
from amparo.pillars.training.presenters.registration import standing
from amparo.pillars.training.public_registration import (
    change_own,
    code_of,
    open_events,
    public_event,
    register,
)
from amparo.pillars.training.registration_times import session_times, zone_name
from amparo.ui import formats

from ..registration_form import ContactConsentForm, RegistrationForm
from ..responses import invalid_form_page, page, public_page, uncached_public_page
from ..templatetags.public import to
from .help_requests import TOO_OLD_SECONDS
from .my_training import SESSION_COOKIE, page_of_visit, require_enrolment

LIST_TEMPLATE, FORM_TEMPLATE, RECEIPT_TEMPLATE, CONTACT_TEMPLATE, WITHDRAW_TEMPLATE = (
    f"public/{name}.html"
    for name in ("trainings", "training", "training_receipt", "my_training_contact",
                 "my_training_withdraw")
)  # fmt: skip


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """What takes registrations just now, the next first."""
    rows = [(each, session_times(each)) for each in open_events(now())]
    return page(request, LIST_TEMPLATE, {"trainings": rows})


@uncached_public_page("GET", "POST")
def show(request: HttpRequest, ref: UUID) -> HttpResponse:
    """One training with the form to register; why it takes none, where it does not."""
    event = public_event(ref)
    if event is None:
        return page(request, "public/not_found.html", status=404)
    if request.method == "POST":
        return _take(request, event)
    form = RegistrationForm(event=event) if event.takes_registrations else None
    return _form_page(request, event, form, receipt_codes.new_form())


def _take(request: HttpRequest, event: TrainingEvent) -> HttpResponse:
    number = request.POST.get("form", "")
    age = receipt_codes.form_age(number)
    if age is None:
        return invalid_form_page(request)
    form = RegistrationForm(request.POST, event=event)
    if not form.is_valid():
        return _form_page(request, event, form, number, status=422)
    if age > TOO_OLD_SECONDS:
        old = _("This page was open for days. Look at what you wrote, and send it again.")
        fresh = receipt_codes.new_form()
        return _form_page(request, event, form, fresh, status=422, refusal=old)
    if form.cleaned_data["subject"] or registers_too_often(request):
        return _form_page(request, event, form, number, status=429, is_flooded=True)
    # The visit before the seat: nothing slow is done while the row of the event is locked.
    opened = HttpResponse()
    SESSION_COOKIE.open(opened, receipt_codes.key_of(number), code_of(number))
    try:
        enrolment = register(event, number, **form.registration_fields)
    except Refusal as refusal:
        event.refresh_from_db(fields=["state", "seats_taken", "waiting"])
        return _form_page(
            request, event, form, number, status=refusal.status, refusal=str(refusal)
        )
    response = _receipt(request, enrolment)
    response.cookies = opened.cookies
    return response


def _receipt(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """The code is shown at once, and needs no second page on a slow line."""
    has_email = bool(enrolment.participant.email)
    context = standing(enrolment) | {
        "code": enrolment.code, "event": enrolment.event, "has_email": has_email,
        "quick_exit_url": reverse("public:my-training-leave"),
    }  # fmt: skip
    return page(request, RECEIPT_TEMPLATE, context)


def _form_page(
    request: HttpRequest, event: TrainingEvent, form: RegistrationForm | None, number: str, *,
    status: int = 200, **more: object,
) -> HttpResponse:  # fmt: skip
    context = {
        "event": event, "form": form, "number": number, "times": session_times(event),
        "zone": zone_name(event), "is_full": event.waiting > 0 or event.seats_taken >= event.seats,
        "next_place": formats.number(event.waiting + 1), **more,
    }  # fmt: skip
    response = page(request, FORM_TEMPLATE, context, status=status)
    response.keep_changes = status == 429  # type: ignore[attr-defined]  # who floods is counted
    return response


# One's own, with the code.


@require_enrolment("POST")
def confirm(request: HttpRequest, visit: ReceiptSession, enrolment: Enrolment) -> HttpResponse:
    """They come: one tap."""
    enrolment.confirm(by=None)
    return HttpResponseRedirect(to("my-training"), status=303)


@require_enrolment("GET", "POST")
def withdraw(request: HttpRequest, visit: ReceiptSession, enrolment: Enrolment) -> HttpResponse:
    """What it means is said before: the question has a page of its own."""
    if request.method != "POST":
        context = page_of_visit(visit) | standing(enrolment) | {"event": enrolment.event}
        return page(request, WITHDRAW_TEMPLATE, context)
    enrolment.withdraw(by=None)
    return HttpResponseRedirect(to("my-training"), status=303)


@require_enrolment("GET", "POST")
def contact(request: HttpRequest, visit: ReceiptSession, enrolment: Enrolment) -> HttpResponse:
    """Email, phone, language and what they agreed to."""
    about = enrolment.participant
    form = ContactConsentForm(request.POST if request.method == "POST" else None, initial={
        "email": about.email, "phone": about.phone, "language": about.language,
        "may_be_reminded": enrolment.may_be_reminded,
        "may_be_asked_later": enrolment.may_be_asked_later,
    })  # fmt: skip
    form.needs_contact = not enrolment.event.uses_codes
    if form.is_bound and form.is_valid():
        change_own(enrolment, **form.cleaned_data)
        return HttpResponseRedirect(to("my-training"), status=303)
    context = page_of_visit(visit) | {"form": form}
    return page(request, CONTACT_TEMPLATE, context, status=422 if form.is_bound else 200)
