"""Views: what is held about somebody who takes part in trainings, by a link sent to their address
or by the code of their badge.

Who asks for a link is answered the same whether anybody is known there: it is looked up later, by
a job. A badge is seen by others: with it alone, addresses are shown by their first letter, and
nothing is corrected or erased where a link can be sent instead.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.audit import log
from amparo.foundation.core.jobs import find_task
from amparo.foundation.core.permissions.rls.records import find_by_secret
from amparo.foundation.core.rate_limits import is_flooding
from amparo.foundation.core.receipt_sessions import (
    ReceiptSession,
    ReceiptSessionCookie,
    is_form_of,
)
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training.forms.participants import OwnContactForm
from amparo.pillars.training.models import Enrolment, Participant, ParticipantLink
from amparo.pillars.training.models.participants import email_key_of
from amparo.pillars.training.participant_disclosure import OwnData, own_data
from amparo.pillars.training.participant_names import masked_email
from amparo.pillars.training.participant_tasks import LINK_TASK
from amparo.ui import formats

from ..responses import invalid_form_page, page, uncached_public_page
from ..templatetags.public import to
from .my_training import require_enrolment

SESSION_COOKIE = ReceiptSessionCookie("participant", "/a/p/data/")
ASK_TEMPLATE, OPEN_TEMPLATE, OWN_TEMPLATE, ERASE_TEMPLATE, BADGE_TEMPLATE = (
    f"public/{name}.html"
    for name in ("own_data_ask", "own_data_open", "own_data", "own_data_erase", "badge_data")
)
COPIES = ("json", "html")
# What stands beside a participant on their page, and is opened with them.
_BESIDE = (
    "office__participant_rules", "organization", "enrolments__event__version__course",
    "enrolments__event__sessions",
)  # fmt: skip
type OwnView = Callable[..., HttpResponse]


# Asking for the link.


@uncached_public_page("GET", "POST")
def ask(request: HttpRequest) -> HttpResponse:
    """Sends a link to an address. The answer is the same for every address."""
    if request.method != "POST":
        return _ask_page(request)
    if receipt_codes.form_age(request.POST.get("form", "")) is None:
        return invalid_form_page(request)
    key = email_key_of(request.POST.get("email", "")[:200])
    if not key:
        wrong = _("Write an address like name@example.org.")
        return _ask_page(request, wrong=wrong, status=422)
    if is_flooding(request, "own data"):
        wrong = _("That was tried too often. Wait for a minute.")
        return _ask_page(request, wrong=wrong, status=429)
    find_task(LINK_TASK).enqueue(key, formats.current_language())
    return page(request, ASK_TEMPLATE, {"is_sent": True})


def _ask_page(request: HttpRequest, *, wrong: str = "", status: int = 200) -> HttpResponse:
    context = {"number": receipt_codes.new_form(), "wrong": wrong, "is_sent": False}
    response = page(request, ASK_TEMPLATE, context, status=status)
    response.keep_changes = status == 429  # type: ignore[attr-defined]  # who floods is counted
    return response


# Opening it. Programs that look into mails open addresses: it is used by a tap alone.


@uncached_public_page("GET", "POST")
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    is_post = request.method == "POST"
    if is_post and receipt_codes.form_age(request.POST.get("form", "")) is None:
        return invalid_form_page(request)
    link = _link(token)
    if link is None or link.opened_at is not None:
        return page(request, OPEN_TEMPLATE, {"is_over": True}, status=404)
    if not is_post:
        return _open_page(request, link, token)
    try:
        found = link.open(request.POST.get("name", "")[:200])
    except Refusal:
        return page(request, OPEN_TEMPLATE, {"is_over": True}, status=404)
    if found is None:
        wrong = _("Nobody is registered by this name at this address. Write it as on the badge.")
        response = _open_page(request, link, token, wrong, 422)
        response.keep_changes = True  # type: ignore[attr-defined]  # what was tried is counted
        return response
    response = HttpResponseRedirect(to("own-data"), status=303)
    SESSION_COOKIE.open(response, link.ref, token)
    return response


def _open_page(
    request: HttpRequest, link: ParticipantLink, token: str, wrong: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "token": token, "number": receipt_codes.new_form(), "asks_name": link.is_shared,
        "wrong": wrong, "is_over": False,
    }  # fmt: skip
    return page(request, OPEN_TEMPLATE, context, status=status)


def _link(token: str) -> ParticipantLink | None:
    return find_by_secret(
        ParticipantLink, token, *(f"participants__{path}" for path in _BESIDE),
        owners=("participants",),
    )  # fmt: skip


# What is held, and what they do with it.


def require_link(*methods: str) -> Callable[[OwnView], Callable[..., HttpResponse]]:
    """Pages of a visit that a link opened: without one, the way leads to asking for it."""

    def wrap(view: OwnView) -> Callable[..., HttpResponse]:
        @uncached_public_page(*methods)
        @wraps(view)
        def shown(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            visit = SESSION_COOKIE.visit(request)
            if request.method == "POST" and not is_form_of(visit, request.POST.get("form", "")):
                return invalid_form_page(request)
            participant = _participant_of(visit)
            if visit is None or participant is None:
                return HttpResponseRedirect(to("own-data-ask"))
            return view(request, visit, participant, **kwargs)

        return shown

    return wrap


def _participant_of(visit: ReceiptSession | None) -> Participant | None:
    link = _link(visit.code) if visit else None
    if visit is None or link is None or link.ref != visit.ref or link.opened_at is None:
        return None
    return link.participants.select_related("office", "organization").first()


@require_link("GET")
def show(request: HttpRequest, visit: ReceiptSession, participant: Participant) -> HttpResponse:
    log.log_event(None, "participant.disclosed", participant)
    return _own_page(request, visit, participant)


def _own_page(
    request: HttpRequest, visit: ReceiptSession, participant: Participant,
    form: OwnContactForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    initial = {"email": participant.email, "phone": participant.phone}
    context = _of_visit(visit) | {
        "own": own_data(participant),
        "participant": participant,
        "copies": COPIES,
        "contact": form or OwnContactForm(initial=initial),
    }
    return page(request, OWN_TEMPLATE, context, status=status)


def _of_visit(visit: ReceiptSession) -> dict[str, Any]:
    return {"visit": visit, "once": uuid4(), "quick_exit_url": reverse("public:own-data-leave")}


@require_link("POST")
def contact(request: HttpRequest, visit: ReceiptSession, participant: Participant) -> HttpResponse:
    """Corrects address and phone."""
    form = OwnContactForm(request.POST)
    if not form.is_valid():
        return _own_page(request, visit, participant, form, 422)
    participant.change(by=None, **form.cleaned_data)
    log.log_event(None, "participant.corrected", participant)
    return HttpResponseRedirect(to("own-data"), status=303)


@require_link("GET")
def copy(
    request: HttpRequest, visit: ReceiptSession, participant: Participant, code: str
) -> HttpResponse:
    """A copy of all of it, as JSON or as one page."""
    log.log_event(None, "participant.copied", participant, format=code)
    return _copy(own_data(participant), code)


def _copy(own: OwnData, code: str) -> HttpResponse:
    if code not in COPIES:
        return HttpResponse(status=404)
    if code == "json":
        response: HttpResponse = JsonResponse(
            own.as_data(), json_dumps_params={"ensure_ascii": False, "indent": 2}
        )
    else:
        response = HttpResponse(own.as_page())
    response.headers["Content-Disposition"] = f'attachment; filename="trainings.{code}"'
    return response


@require_link("GET", "POST")
def erase(request: HttpRequest, visit: ReceiptSession, participant: Participant) -> HttpResponse:
    """What is erased, said before it is: the question has a page of its own."""
    if request.method != "POST":
        url, back = to("own-data-erase"), to("own-data")
        return page(request, ERASE_TEMPLATE, _of_visit(visit) | {"url": url, "back": back})
    participant.erase(by=None, reason="asked")
    return HttpResponseRedirect(to("own-data"), status=303)


@require_link("POST")
def end(request: HttpRequest, visit: ReceiptSession, participant: Participant) -> HttpResponse:
    """One tap, and the next who holds the telephone needs another link."""
    response = HttpResponseRedirect(to("own-data-ask"), status=303)
    SESSION_COOKIE.end(request, response)
    return response


@uncached_public_page("GET")
def leave(request: HttpRequest) -> HttpResponse:
    """Leaving ends the visit on its way out: without scripts too."""
    response = HttpResponseRedirect(settings.AMPARO_QUICK_EXIT_URL)
    SESSION_COOKIE.end(request, response)
    return response


# By the code of a badge.


@require_enrolment("GET")
def by_badge(request: HttpRequest, visit: ReceiptSession, enrolment: Enrolment) -> HttpResponse:
    participant = _whole(visit)
    log.log_event(None, "participant.disclosed", participant)
    context = {
        "visit": visit, "once": uuid4(), "participant": participant, "copies": COPIES,
        "own": own_data(participant, hides_contact=True),
        "address": masked_email(participant.email), "is_sent": "sent" in request.GET,
        "quick_exit_url": reverse("public:my-training-leave"),
    }  # fmt: skip
    return page(request, BADGE_TEMPLATE, context)


def _whole(visit: ReceiptSession) -> Participant:
    """The participant of the enrolment that the code opens, with all that is theirs."""
    enrolment = find_by_secret(
        Enrolment, visit.code, *(f"participant__{path}" for path in _BESIDE),
        owners=("participant",),
    )  # fmt: skip
    assert enrolment is not None  # noqa: S101 - `require_enrolment` found it
    return enrolment.participant


@require_enrolment("GET")
def badge_copy(
    request: HttpRequest, visit: ReceiptSession, enrolment: Enrolment, code: str
) -> HttpResponse:
    participant = _whole(visit)
    log.log_event(None, "participant.copied", participant, format=code)
    return _copy(own_data(participant, hides_contact=True), code)


@require_enrolment("POST")
def badge_send(request: HttpRequest, visit: ReceiptSession, enrolment: Enrolment) -> HttpResponse:
    """Sends the link to the address that is recorded, whoever holds the badge."""
    key = enrolment.participant.email_key
    if key and not is_flooding(request, "own data"):
        find_task(LINK_TASK).enqueue(key, formats.current_language())
    return HttpResponseRedirect(f"{to('my-training-privacy')}&sent=1", status=303)


@require_enrolment("GET", "POST")
def badge_erase(request: HttpRequest, visit: ReceiptSession, enrolment: Enrolment) -> HttpResponse:
    """For those without an address, who have no other way."""
    participant = _whole(visit)
    if participant.email_key:
        raise Refusal(_("A link to erase your data is sent to your address: ask for it there."))
    if request.method != "POST":
        context = {
            "visit": visit, "once": uuid4(), "url": to("my-training-erase"),
            "back": to("my-training-privacy"),
            "quick_exit_url": reverse("public:my-training-leave"),
        }  # fmt: skip
        return page(request, ERASE_TEMPLATE, context)
    participant.erase(by=None, reason="asked")
    return HttpResponseRedirect(to("my-training-privacy"), status=303)
