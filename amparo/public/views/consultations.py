"""Views: what is asked of anybody, an answer without a name, and one's own with its code."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.clock import now
from amparo.foundation.core.rate_limits import is_flooding
from amparo.foundation.core.receipt_sessions import (
    ReceiptSession,
    ReceiptSessionCookie,
    is_form_of,
)
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.directory.search import places_with_services
from amparo.pillars.dialogue.models import Consultation, Contribution
from amparo.pillars.dialogue.public_consultations import (
    Part,
    answered,
    asked_today,
    public_consultation,
    public_results,
    take_in,
)
from amparo.ui import formats

from ..forms import ContributionForm
from ..responses import invalid_form_page, page, public_page, uncached_public_page
from ..templatetags.public import to
from .receipt_code_form import open_by_code

SESSION_COOKIE = ReceiptSessionCookie("contribution", "/a/v/")
MAX_TEXT_LENGTH = 10_000
ONE_TEMPLATE, CODE_TEMPLATE, OWN_TEMPLATE, WITHDRAW_TEMPLATE, RECEIPT_TEMPLATE = (
    f"public/{name}.html"
    for name in ("consultation", "contribution_code", "my_contribution",
                 "contribution_withdraw", "contribution_receipt")
)  # fmt: skip
type OwnView = Callable[[HttpRequest, ReceiptSession, Contribution], HttpResponse]


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """What is asked today, and what became of what was asked before."""
    context = {"asked": asked_today(localdate(now())), "answered": answered()}
    return page(request, "public/consultations.html", context)


@uncached_public_page("GET", "POST")
def show(request: HttpRequest, ref: UUID) -> HttpResponse:
    """One question with its form, or what became of it."""
    today = localdate(now())
    found = public_consultation(ref, today)
    if found is None:
        return page(request, "public/not_found.html", status=404)
    if request.method == "POST":
        return _take(request, found) if found.takes_answers(today) else _closed(request, found)
    if not found.takes_answers(today):
        return page(request, ONE_TEMPLATE, _report_of(found))
    form = ContributionForm(places=places_with_services())
    return _form_page(request, found, form, receipt_codes.new_form())


def _closed(request: HttpRequest, found: Consultation) -> HttpResponse:
    if receipt_codes.form_age(request.POST.get("form", "")) is None:
        return invalid_form_page(request)
    return page(request, ONE_TEMPLATE, _report_of(found), status=409)


def _take(request: HttpRequest, found: Consultation) -> HttpResponse:
    number = request.POST.get("form", "")
    if receipt_codes.form_age(number) is None:
        return invalid_form_page(request)
    form = ContributionForm(request.POST, places=places_with_services())
    if not form.is_valid():
        return _form_page(request, found, form, number, status=422)
    if form.cleaned_data["subject"] or is_flooding(request, "contribute"):
        return _form_page(request, found, form, number, status=429, is_flooded=True)
    try:
        given, code = take_in(
            number, consultation=found, language=formats.current_language(),
            **form.contribution_fields,
        )  # fmt: skip
    except Refusal as refusal:
        return _form_page(
            request, found, form, number, status=refusal.status, refusal=str(refusal)
        )
    leave_url = reverse("public:my-contribution-leave")
    response = page(request, RECEIPT_TEMPLATE, {"code": code, "quick_exit_url": leave_url})
    SESSION_COOKIE.open(response, given.ref, code)
    return response


def _form_page(
    request: HttpRequest, found: Consultation, form: ContributionForm, number: str, *,
    status: int = 200, **more: object,
) -> HttpResponse:  # fmt: skip
    context = _report_of(found) | {"form": form, "number": number, **more}
    response = page(request, ONE_TEMPLATE, context, status=status)
    response.keep_changes = status == 429  # type: ignore[attr-defined]  # who floods is counted
    return response


def _report_of(found: Consultation) -> dict:
    told = {"consultation": found, "question": found.question}
    if not found.has_answer:
        return told
    return told | {
        "heard": found.text_here(Part.HEARD), "became": found.text_here(Part.BECAME),
        "commitments": public_results(found),
    }  # fmt: skip


# One's own, with the code.


def require_receipt_code(*methods: str) -> Callable[[OwnView], Callable[..., HttpResponse]]:
    """Pages of a visit: without one, the way leads to the code."""

    def wrap(view: OwnView) -> Callable[..., HttpResponse]:
        @uncached_public_page(*methods)
        @wraps(view)
        def shown(request: HttpRequest) -> HttpResponse:
            visit = SESSION_COOKIE.visit(request)
            if request.method == "POST" and not is_form_of(visit, request.POST.get("form", "")):
                return invalid_form_page(request)
            given = _contribution_of(visit)
            if visit is None or given is None:
                return HttpResponseRedirect(to("my-contribution"))
            try:
                return view(request, visit, given)
            except Refusal as refusal:
                fresh = _contribution_of(visit) or given
                return _own_page(request, visit, fresh, str(refusal), refusal.status)

        return shown

    return wrap


@uncached_public_page("GET", "POST")
def my_contribution(request: HttpRequest) -> HttpResponse:
    """The code opens it; what is wrong is counted, and costs the same as what is right."""
    if request.method == "POST":
        return open_by_code(request, _code_form, open_with)
    visit = SESSION_COOKIE.visit(request)
    given = _contribution_of(visit)
    if visit is None or given is None:
        return _code_form(request)
    return _own_page(request, visit, given)


def open_with(typed: str) -> HttpResponse | None:
    """The way to the contribution of this code; nothing where it is of none."""
    given = Contribution.for_code(typed)
    if given is None:
        return None
    response = HttpResponseRedirect(to("my-contribution"), status=303)
    SESSION_COOKIE.open(response, given.ref, receipt_codes.grouped(receipt_codes.read(typed)))
    return response


def _contribution_of(visit: ReceiptSession | None) -> Contribution | None:
    if visit is None:
        return None
    given = Contribution.for_code(visit.code)
    return given if given and given.ref == visit.ref else None


def _code_form(request: HttpRequest, wrong: str = "", status: int = 200) -> HttpResponse:
    context = {"number": receipt_codes.new_form(), "wrong": wrong}
    response = page(request, CODE_TEMPLATE, context, status=status)
    response.keep_changes = True  # type: ignore[attr-defined]  # what was tried is counted
    return response


def _own_page(
    request: HttpRequest, visit: ReceiptSession, given: Contribution, refusal: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    consultation = given.consultation
    is_open = consultation.state == Consultation.State.OPEN
    context = _report_of(consultation) | _of_visit(visit) | {
        "contribution": given, "refusal": refusal, "next_step": next_step(given),
        "may_add": is_open and not given.erased_at,
    }  # fmt: skip
    return page(request, OWN_TEMPLATE, context, status=status)


def _of_visit(visit: ReceiptSession) -> dict:
    leave_url = reverse("public:my-contribution-leave")
    return {"visit": visit, "once": uuid4(), "quick_exit_url": leave_url}


@require_receipt_code("POST")
def add(request: HttpRequest, visit: ReceiptSession, given: Contribution) -> HttpResponse:
    given.add(request.POST.get("text", "")[:MAX_TEXT_LENGTH])
    return HttpResponseRedirect(to("my-contribution"), status=303)


@require_receipt_code("GET", "POST")
def withdraw(request: HttpRequest, visit: ReceiptSession, given: Contribution) -> HttpResponse:
    """What is taken back, said before it is: the question has a page of its own."""
    if request.method != "POST":
        return page(request, WITHDRAW_TEMPLATE, _of_visit(visit))
    given.withdraw()
    return HttpResponseRedirect(to("my-contribution"), status=303)


@require_receipt_code("POST")
def end(request: HttpRequest, visit: ReceiptSession, given: Contribution) -> HttpResponse:
    """One tap, and the next who holds the telephone needs the code."""
    response = HttpResponseRedirect(to("consultations"), status=303)
    SESSION_COOKIE.end(request, response)
    return response


@uncached_public_page("GET")
def leave(request: HttpRequest) -> HttpResponse:
    """Leaving ends the visit on its way out: without scripts too."""
    response = HttpResponseRedirect(settings.AMPARO_QUICK_EXIT_URL)
    SESSION_COOKIE.end(request, response)
    return response


def next_step(given: Contribution) -> str:
    """What happens now, in a sentence that promises no more than the office does."""
    consultation = given.consultation
    if given.is_withdrawn:
        return _("You took it back. What you wrote is erased.")
    if consultation.has_answer:
        return _("You read below what we heard, and what became of it.")
    if consultation.state == Consultation.State.OPEN:
        return _(
            "People can still answer until %(day)s. After that you read here what was heard."
        ) % {"day": formats.full_day(consultation.closes_on)}
    return _(
        "It is closed. You read here what was heard, and what became of it, once it is written."
    )
