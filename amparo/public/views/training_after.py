"""Views: what a participant says after a training, on their own page; and what they and their
superior answer months later, by a link without an account.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rls.records import find_by_secret
from amparo.foundation.core.receipt_sessions import ReceiptSession
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training.follow_up_requests import ask_supervisor
from amparo.pillars.training.forms.after import (
    FollowUpForm,
    OwnSupervisorForm,
    PlanForm,
    ReactionForm,
    SupervisorAnswerForm,
)
from amparo.pillars.training.models import (
    Enrolment,
    NamedSupervisor,
    Reaction,
    SupervisorAnswer,
    TrainingFollowUp,
)
from amparo.pillars.training.models.answers_by_link import AnswerByLink, expired_message
from amparo.pillars.training.models.application_plans import write_plan
from amparo.pillars.training.models.follow_ups import stop_asking
from amparo.pillars.training.presenters.after import follow_up_answers, supervisor_answers

from ..responses import invalid_form_page, page, uncached_public_page
from ..templatetags.public import to
from .my_training import require_enrolment

OWN_FORM, LINK_PAGE, ENDED_PAGE = (
    f"public/training_{name}.html" for name in ("own_form", "follow_up", "link_ended")
)


def _own_form(
    request: HttpRequest, visit: ReceiptSession, form: forms.Form, *, address: str, title: str,
    lede: str = "", refusal: str = "",
) -> HttpResponse:  # fmt: skip
    status = 409 if refusal else 422 if form.is_bound else 200
    context = {
        "visit": visit, "form": form, "address": to(address), "title": title, "lede": lede,
        "refusal": refusal, "quick_exit_url": reverse("public:my-training-leave"),
    }  # fmt: skip
    return page(request, OWN_FORM, context, status=status)


def _done() -> HttpResponse:
    return HttpResponseRedirect(to("my-training"), status=303)


@require_enrolment("GET", "POST")
def plan(request: HttpRequest, visit: ReceiptSession, enrolment: Enrolment) -> HttpResponse:
    """Up to three commitments: written, or changed until a follow-up asks about them."""
    known = list(enrolment.application_commitments.all())
    form = PlanForm(
        request.POST if request.method == "POST" else None, plan=known,
        today=enrolment.event.office.today(),
    )  # fmt: skip
    said: dict[str, Any] = {
        "address": "my-training-plan", "title": _("My application plan"),
        "lede": _("Up to three things that you will do with what you learned, and by when. The"
                  " organizers and trainers of this training read them; nobody else does."),
    }  # fmt: skip
    if form.is_valid():
        try:
            write_plan(enrolment, form.planned, by=None)
        except Refusal as refusal:
            return _own_form(request, visit, form, refusal=str(refusal), **said)
        return _done()
    return _own_form(request, visit, form, **said)


@require_enrolment("GET", "POST")
def react(request: HttpRequest, visit: ReceiptSession, enrolment: Enrolment) -> HttpResponse:
    """Three scales and a sentence; given once, and joined to nobody."""
    form = ReactionForm(request.POST if request.method == "POST" else None)
    said: dict[str, Any] = {
        "address": "my-training-reaction", "title": _("Your opinion of the training"),
        "lede": _("From 1 (not at all) to 5 (entirely). It is kept without your name, and shown"
                  " once five people have answered."),
    }  # fmt: skip
    if form.is_valid():
        try:
            Reaction.give(enrolment, **form.reaction_fields)
        except Refusal as refusal:
            return _own_form(request, visit, form, refusal=str(refusal), **said)
        return _done()
    return _own_form(request, visit, form, **said)


@require_enrolment("GET", "POST")
def name_supervisor(
    request: HttpRequest, visit: ReceiptSession, enrolment: Enrolment
) -> HttpResponse:
    """Says whom we may ask beside them."""
    form = OwnSupervisorForm(request.POST if request.method == "POST" else None)
    said: dict[str, Any] = {
        "address": "my-training-superior", "title": _("Whom we may ask beside you"),
        "lede": _("Your superior gets a link of their own with three questions, and does not see"
                  " what you answer. The organizers see both."),
    }  # fmt: skip
    if form.is_valid():
        try:
            NamedSupervisor.name(enrolment, by=None, **form.cleaned_data)
        except Refusal as refusal:
            return _own_form(request, visit, form, refusal=str(refusal), **said)
        return _done()
    return _own_form(request, visit, form, **said)


@require_enrolment("POST")
def stop(request: HttpRequest, visit: ReceiptSession, enrolment: Enrolment) -> HttpResponse:
    """They are asked nothing more about this training, nor is a superior."""
    _stop(enrolment)
    return _done()


def _stop(enrolment: Enrolment) -> None:
    stop_asking(enrolment, by=None)
    named = NamedSupervisor.objects.filter(enrolment=enrolment).first()
    if named is not None:
        named.enrolment = enrolment
        named.withdraw(by=None)


# By a link.


@uncached_public_page("GET", "POST")
def follow_up(request: HttpRequest, token: str) -> HttpResponse:
    """Five questions to a participant. Answered before, it shows what was said, to be changed
    until the link expires.
    """
    found = find_by_secret(
        TrainingFollowUp, token, "enrolment__event__version__course",
        "enrolment__event__office", "enrolment__participant", owners=("enrolment",),
    )  # fmt: skip
    if found is None or found.enrolment.participant.erased_at is not None:
        return _no_such_link(request)
    if request.method == "POST" and _is_not_ours(request):
        return invalid_form_page(request)
    if request.method == "POST" and request.POST.get("stop"):
        _stop(found.enrolment)
        return _link_page(request, found, None, stopped=True)
    form = FollowUpForm(
        request.POST if request.method == "POST" else None, follow_up=found,
        plan=found.enrolment.application_commitments.all(),
    )  # fmt: skip
    refusal = ""
    if found.is_open and form.is_valid():
        try:
            _answer(found, form)
        except Refusal as refused:
            refusal = str(refused)
        else:
            return HttpResponseRedirect(to("training-follow-up", token), status=303)
    said = follow_up_answers(found) if found.is_answered else []
    return _link_page(request, found, form, said=said, refusal=refusal)


def _answer(found: TrainingFollowUp, form: FollowUpForm) -> None:
    """Names the superior first: where that is refused, nothing is taken."""
    if email := form.cleaned_data["supervisor_email"]:
        NamedSupervisor.name(found.enrolment, by=None, email=email, consents=True)
    found.answer(**form.answers)
    if email:
        ask_supervisor(found, by=None)


@uncached_public_page("GET", "POST")
def supervisor(request: HttpRequest, token: str) -> HttpResponse:
    """Three questions to the superior of a participant, who does not see the participant's own."""
    found = find_by_secret(
        SupervisorAnswer, token, "follow_up__enrolment__event__version__course",
        "follow_up__enrolment__event__office", "follow_up__enrolment__participant",
    )  # fmt: skip
    if found is None or found.follow_up.enrolment.participant.erased_at is not None:
        return _no_such_link(request)
    if request.method == "POST" and _is_not_ours(request):
        return invalid_form_page(request)
    form = SupervisorAnswerForm(request.POST if request.method == "POST" else None, answer=found)
    if found.is_open and form.is_valid():
        found.answer(**form.cleaned_data)
        return HttpResponseRedirect(to("training-supervisor", token), status=303)
    said = supervisor_answers(found) if found.is_answered else []
    enrolment = found.follow_up.enrolment
    return _link_page(request, found, form, said=said, about=enrolment.participant.label)


def _is_not_ours(request: HttpRequest) -> bool:
    return receipt_codes.form_age(request.POST.get("form", "")) is None


def _no_such_link(request: HttpRequest) -> HttpResponse:
    return page(request, ENDED_PAGE, {"refusal": expired_message()}, status=404)


def _link_page(
    request: HttpRequest, found: AnswerByLink, form: forms.Form | None, *,
    said: list[tuple[str, str]] | None = None, refusal: str = "", about: str = "",
    stopped: bool = False,
) -> HttpResponse:  # fmt: skip
    """What is asked, with what was said of it; 410 once the link has expired."""
    is_participant = isinstance(found, TrainingFollowUp)
    follow = found if is_participant else found.follow_up  # type: ignore[attr-defined]
    if request.method == "GET":
        log.log_read(None, found)
    status = 409 if refusal else 200
    if not stopped and not found.is_open:
        status = 410
    elif form is not None and form.is_bound and not form.is_valid():
        status = 422
    context = {
        "found": found, "form": form, "said": said or [], "refusal": refusal, "about": about,
        "stopped": stopped, "expired": expired_message(), "month": follow.month,
        "event": follow.enrolment.event, "number": receipt_codes.new_form(),
        "is_participant": is_participant,
        "address": to(
            "training-follow-up" if is_participant else "training-supervisor", found.token
        ),
    }  # fmt: skip
    return page(request, LINK_PAGE, context, status=status)
