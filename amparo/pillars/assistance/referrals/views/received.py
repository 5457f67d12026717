"""Referrals that came to one's organization: those that wait first, each read and answered."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.work_steps import step_context
from amparo.foundation.standards.step_guidance import log_shown
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..models import Referral
from ..presenters import RELATED, ReceivedReferral, with_sender_office

INDEX, SHOW = "referrals/received/index.html", "referrals/received/show.html"
MOST = 200  # that wait; an organization with more answers those first


@require_safe
def index(request):
    require_permission(request, "shared.see")
    rows = Referral.objects.accessible_to(request.user, to="receive")
    waiting = with_sender_office(rows.unanswered().order_by("answer_due", "pk")[:MOST])
    answered = rows.exclude(pk__in=[each.pk for each in waiting])
    pages = paginate(answered, request, "-at", "-pk", size=30)
    context = {"waiting": waiting, "pages": pages, "answered": with_sender_office(pages)}
    return render(request, INDEX, context)


@require_safe
def show(request, ref):
    return _shown(request, _opened(request, ref))


@require_POST
def acknowledge(request, ref):
    received = _opened(request, ref)
    received.referral.acknowledge(by=request.user)
    return action_done(
        request,
        next_url=_url(received),
        message=_("Receipt acknowledged. The sender was notified."),
    )


@require_POST
def answer(request, ref):
    return _hear(request, ref, "answer")


@require_POST
def report(request, ref):
    return _hear(request, ref, "report")


def _opened(request: HttpRequest, ref) -> ReceivedReferral:
    referral = get_permitted_or_404(
        request, Referral, to="receive", related=RELATED, with_parts=True, ref=ref
    )
    return ReceivedReferral(referral, by=request.user)


def _hear(request: HttpRequest, ref, what: str) -> HttpResponse:
    received = _opened(request, ref)
    with transaction.atomic():
        said = received.hear(request, what)
        if said:
            log_shown(request, "referral.receive", received.referral)
    if not said:
        return _shown(request, received, status=422)
    gone = received.referral.decision and not received.referral.is_shared
    then = reverse("referrals:received") if gone else _url(received)
    return action_done(request, next_url=then, message=said)


def _shown(request: HttpRequest, received: ReceivedReferral, status: int = 200) -> HttpResponse:
    context = {"received": received, "referral": received.referral}
    context |= step_context("referral.receive")
    return render(request, SHOW, context, status=status)


def _url(received: ReceivedReferral) -> str:
    return reverse("referrals:received-referral", args=[received.referral.ref])
