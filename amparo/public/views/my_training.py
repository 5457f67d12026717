"""Views: the page of somebody who takes part in a training, opened by the code of a badge."""

from collections.abc import Callable
from functools import wraps
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.receipt_sessions import (
    ReceiptSession,
    ReceiptSessionCookie,
    is_form_of,
)
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training.answer_sheets import tests_of
from amparo.pillars.training.models import Enrolment
from amparo.pillars.training.presenters.after import own_after
from amparo.pillars.training.presenters.own_attendance import own_attendance
from amparo.pillars.training.presenters.own_page import event_context
from amparo.pillars.training.presenters.registration import standing

from ..certificates import own_context as certificate_context
from ..responses import invalid_form_page, page, uncached_public_page
from ..templatetags.public import to
from .receipt_code_form import open_by_code

SESSION_COOKIE = ReceiptSessionCookie("enrolment", "/a/p/")
type OwnView = Callable[[HttpRequest, ReceiptSession, Enrolment], HttpResponse]


def require_enrolment(*methods: str) -> Callable[[OwnView], Callable[..., HttpResponse]]:
    """Pages of a visit with the code of an enrolment: without one, the way leads to the code."""

    def wrap(view: OwnView) -> Callable[..., HttpResponse]:
        @uncached_public_page(*methods)
        @wraps(view)
        def shown(request: HttpRequest, **kwargs: object) -> HttpResponse:
            visit = SESSION_COOKIE.visit(request)
            if request.method == "POST" and not is_form_of(visit, request.POST.get("form", "")):
                return invalid_form_page(request)
            enrolment = _enrolment_of(visit)
            if visit is None or enrolment is None:
                return HttpResponseRedirect(to("my-training"))
            try:
                return view(request, visit, enrolment, **kwargs)
            except Refusal as refusal:
                fresh = _enrolment_of(visit) or enrolment
                return own_page(request, visit, fresh, str(refusal), refusal.status)

        return shown

    return wrap


@uncached_public_page("GET", "POST")
def my_training(request: HttpRequest) -> HttpResponse:
    """The code opens it; what is wrong is counted, and costs the same as what is right."""
    if request.method == "POST":
        return open_by_code(request, _code_form, open_with)
    visit = SESSION_COOKIE.visit(request)
    enrolment = _enrolment_of(visit)
    if visit is None or enrolment is None:
        return _code_form(request)
    return own_page(request, visit, enrolment)


def open_with(typed: str) -> HttpResponse | None:
    """The way to the enrolment of this code; nothing where it is of none."""
    enrolment = Enrolment.for_code(typed)
    if enrolment is None:
        return None
    response = HttpResponseRedirect(to("my-training"), status=303)
    SESSION_COOKIE.open(response, enrolment.ref, receipt_codes.grouped(receipt_codes.read(typed)))
    return response


def _enrolment_of(visit: ReceiptSession | None) -> Enrolment | None:
    if visit is None:
        return None
    enrolment = Enrolment.for_code(visit.code)
    return enrolment if enrolment and enrolment.ref == visit.ref else None


def _code_form(request: HttpRequest, wrong: str = "", status: int = 200) -> HttpResponse:
    context = {"number": receipt_codes.new_form(), "wrong": wrong}
    response = page(request, "public/my_training_code.html", context, status=status)
    response.keep_changes = True  # type: ignore[attr-defined]  # what was tried is counted
    return response


def page_of_visit(visit: ReceiptSession) -> dict:
    """What the pages of a visit carry: their forms, and a way out that ends it."""
    leave_url = reverse("public:my-training-leave")
    return {"visit": visit, "once": uuid4(), "quick_exit_url": leave_url}


def own_page(
    request: HttpRequest, visit: ReceiptSession, enrolment: Enrolment, refusal: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = page_of_visit(visit) | {
        "enrolment": enrolment, "event": enrolment.event,
        "sessions": list(enrolment.event.sessions.all()), "refusal": refusal,
        **standing(enrolment),
        "attendance": own_attendance(enrolment),
        **certificate_context(visit.code),
        **own_after(enrolment),
    }  # fmt: skip
    context |= event_context(enrolment)
    context |= tests_of(enrolment)
    return page(request, "public/my_training.html", context, status=status)


@require_enrolment("POST")
def end(request: HttpRequest, visit: ReceiptSession, enrolment: Enrolment) -> HttpResponse:
    """One tap, and the next who holds the telephone needs the code."""
    response = HttpResponseRedirect(to("my-training"), status=303)
    SESSION_COOKIE.end(request, response)
    return response


@uncached_public_page("GET")
def leave(request: HttpRequest) -> HttpResponse:
    """Leaving ends the visit on its way out: without scripts too."""
    response = HttpResponseRedirect(settings.AMPARO_QUICK_EXIT_URL)
    SESSION_COOKIE.end(request, response)
    return response
