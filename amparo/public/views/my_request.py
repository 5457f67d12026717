"""Views: one's own help request, opened with its code: the answers, and what one may still do."""

from collections.abc import Callable
from functools import wraps
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.audit import log
from amparo.foundation.core.receipt_sessions import (
    ReceiptSession,
    ReceiptSessionCookie,
    is_form_of,
)
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.directory.search import need_by_number
from amparo.pillars.assistance.help_requests.models import HelpRequest
from amparo.pillars.assistance.help_requests.models.questions import SHARE
from amparo.pillars.assistance.help_requests.models.status import HelpRequestState
from amparo.ui import formats

from ..forms import ContactForm
from ..responses import invalid_form_page, page, uncached_public_page
from ..templatetags.public import to
from . import complaints, consultations, my_training
from .receipt_code_form import open_by_code

CODE_TEMPLATE, REQUEST_TEMPLATE, CONTACT_TEMPLATE, WITHDRAW_TEMPLATE, RECEIPT_TEMPLATE = (
    f"public/{name}.html" for name in ("code", "my_request", "contact", "withdraw", "receipt")
)
DEMO_CODE = "K7M4-XW2P-93HT"
SESSION_COOKIE = ReceiptSessionCookie("request", "/a/m/")
type RequestView = Callable[[HttpRequest, ReceiptSession, HelpRequest], HttpResponse]


def require_receipt_code(*methods: str) -> Callable[[RequestView], Callable[..., HttpResponse]]:
    """Pages of a visit: without one, the way leads to the code."""

    def wrap(view: RequestView) -> Callable[..., HttpResponse]:
        @uncached_public_page(*methods)
        @wraps(view)
        def shown(request: HttpRequest) -> HttpResponse:
            visit = SESSION_COOKIE.visit(request)
            if request.method == "POST" and not is_form_of(visit, request.POST.get("form", "")):
                return invalid_form_page(request)
            asked = _request_of(visit)
            if visit is None or asked is None:
                return HttpResponseRedirect(to("my-request"))
            return view(request, visit, asked)

        return shown

    return wrap


@uncached_public_page("GET", "POST")
def my_request(request: HttpRequest) -> HttpResponse:
    """The code opens it; what is wrong is counted, and costs the same as what is right."""
    if request.method == "POST":
        # One box for codes: nobody must know which page theirs is of.
        return open_by_code(
            request, _code_form, open_with, complaints.open_with, consultations.open_with,
            my_training.open_with,
        )  # fmt: skip
    visit = SESSION_COOKIE.visit(request)
    asked = _request_of(visit)
    if visit is None or asked is None:
        return _code_form(request)
    return request_page(request, visit, asked)


def _request_of(visit: ReceiptSession | None) -> HelpRequest | None:
    if visit is None:
        return None
    asked = HelpRequest.for_code(visit.code)
    return asked if asked and asked.ref == visit.ref else None


def open_with(typed: str) -> HttpResponse | None:
    """The way to the request of this code; nothing where it is of none."""
    asked = HelpRequest.for_code(typed)
    if asked is None:
        return None
    log.log_event(None, "help.read", asked)
    response = HttpResponseRedirect(to("my-request"), status=303)
    SESSION_COOKIE.open(response, asked.ref, receipt_codes.grouped(receipt_codes.read(typed)))
    return response


def _code_form(request: HttpRequest, wrong: str = "", status: int = 200) -> HttpResponse:
    # In the demo anybody may try: its one code is written on the page.
    demo_code = DEMO_CODE if settings.DEMO else ""
    context = {"number": receipt_codes.new_form(), "wrong": wrong, "demo_code": demo_code}
    response = page(request, CODE_TEMPLATE, context, status=status)
    response.keep_changes = True  # type: ignore[attr-defined]  # what was tried is counted
    return response


def request_page(
    request: HttpRequest,
    visit: ReceiptSession,
    asked: HelpRequest,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "messages": list(asked.helprequestmessages.all()),
        "needs": needs_of(asked),
        "shares": asked.consents_to(SHARE),
        "is_gone": asked.state == HelpRequestState.WITHDRAWN,
        "next_step": next_step(asked),
        "refusal": refusal,
    }
    return _own_page(request, REQUEST_TEMPLATE, visit, asked, context, status=status)


@require_receipt_code("GET")
def receipt(request: HttpRequest, visit: ReceiptSession, asked: HelpRequest) -> HttpResponse:
    """The code once more, in another language: as long as the visit lasts."""
    context = {"code": visit.code, "next_step": next_step(asked)}
    return _own_page(request, RECEIPT_TEMPLATE, visit, asked, context)


@require_receipt_code("POST")
def add(request: HttpRequest, visit: ReceiptSession, asked: HelpRequest) -> HttpResponse:
    try:
        asked.add(request.POST.get("text", "")[:10_000])
    except Refusal as refusal:
        return request_page(request, visit, asked, refusal=str(refusal), status=refusal.status)
    return _to_request()


@require_receipt_code("GET", "POST")
def contact(request: HttpRequest, visit: ReceiptSession, asked: HelpRequest) -> HttpResponse:
    answer = {True: "yes", False: "no"}.get(asked.may_leave_message, "")  # type: ignore[arg-type]
    names = ("safe_channel", "contact", "hours", "who_may_answer", "code_word")
    known = {name: getattr(asked, name) for name in names} | {"may_leave_message": answer}
    form = ContactForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_bound and form.is_valid():
        try:
            asked.change_contact(**form.contact_fields)
        except Refusal as refusal:
            return request_page(request, visit, asked, refusal=str(refusal), status=refusal.status)
        return _to_request()
    return _own_page(
        request,
        CONTACT_TEMPLATE,
        visit,
        asked,
        {"form": form},
        status=422 if form.is_bound else 200,
    )


@require_receipt_code("POST")
def sharing(request: HttpRequest, visit: ReceiptSession, asked: HelpRequest) -> HttpResponse:
    try:
        asked.allow_sharing(request.POST.get("agreed") == "yes")
    except Refusal as refusal:
        return request_page(request, visit, asked, refusal=str(refusal), status=refusal.status)
    return _to_request()


@require_receipt_code("GET", "POST")
def withdraw(request: HttpRequest, visit: ReceiptSession, asked: HelpRequest) -> HttpResponse:
    """What is taken back, said before it is: the question has a page of its own."""
    if request.method != "POST":
        return _own_page(request, WITHDRAW_TEMPLATE, visit, asked, {})
    try:
        asked.withdraw()
    except Refusal as refusal:
        return request_page(request, visit, asked, refusal=str(refusal), status=refusal.status)
    return _to_request()


@require_receipt_code("POST")
def end(request: HttpRequest, visit: ReceiptSession, asked: HelpRequest) -> HttpResponse:
    """One tap, and the next who holds the telephone needs the code."""
    response = HttpResponseRedirect(to("home"), status=303)
    SESSION_COOKIE.end(request, response)
    return response


@uncached_public_page("GET")
def leave(request: HttpRequest) -> HttpResponse:
    """Leaving ends the visit on its way out: without scripts too."""
    response = HttpResponseRedirect(settings.AMPARO_QUICK_EXIT_URL)
    SESSION_COOKIE.end(request, response)
    return response


def _own_page(
    request: HttpRequest,
    template: str,
    visit: ReceiptSession,
    asked: HelpRequest,
    context: dict,
    *,
    status: int = 200,
) -> HttpResponse:
    own = {
        "asked": asked, "visit": visit, "once": uuid4(),
        "quick_exit_url": reverse("public:my-request-leave"),
    }  # fmt: skip
    return page(request, template, own | context, status=status)


def _to_request() -> HttpResponse:
    return HttpResponseRedirect(to("my-request"), status=303)


def needs_of(asked: HelpRequest) -> list[str]:
    return [str(need.label) for number in asked.needs if (need := need_by_number(number))]


def next_step(asked: HelpRequest) -> str:
    """What happens now, in a sentence that promises no more than the office does."""
    if asked.state == HelpRequestState.WITHDRAWN:
        return _("You took it back. What you wrote is erased.")
    if asked.state == HelpRequestState.CASE:
        return _("A colleague accompanies you. You can go on writing here.")
    if asked.state == HelpRequestState.CLOSED:
        return _("It is closed. If you still need help, write again below.")
    if asked.waits and asked.in_danger:
        return _("Somebody of the team reads it today.")
    if asked.waits:
        day = formats.full_day(asked.due_at.astimezone(asked.office.zone).date())
        return _("Somebody of the team reads it and answers here. At the latest: %(day)s.") % {
            "day": day
        }
    if asked.owner_id:
        return _("Somebody of the team takes care of it. Come back and look for their answer.")
    return _("Somebody of the team reads it. Come back and look for the answer.")
