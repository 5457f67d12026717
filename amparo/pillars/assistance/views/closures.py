"""Closing a case, waiting for the answer, and opening it again."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..forms.closures import ClosureForm, ReopenForm
from ..models import Approval, Closure, Goal
from .stepping import ASKS, back, open_case, sent, step, tried


@require_http_methods(ASKS)
def new(request, ref):
    case = open_case(request, ref)
    goals = list(Goal.objects.filter(case=case, plan__replaced_by=None).order_by("pk"))
    form = ClosureForm(request.POST or None, goals=goals)
    if sent(request, form):
        closure = tried(form, Closure.propose, case, by=request.user, **form.cleaned_data)
        if closure:
            return back(request, case, _said(closure))
    waiting = Closure.asked_for(case)
    return step(
        request, case, form, fields="closure", title=_("Close the case"),
        yes="" if waiting or case.is_ended else _yes(case), waiting=waiting,
        question=_question(case, waiting), keep_until=_keep_until(case),
        alert=case.safetyalerts.unresolved().first(),
        **_lost(case),
    )  # fmt: skip


@require_http_methods(ASKS)
def reopen(request, ref):
    case = open_case(request, ref, to="reopen")
    closure = case.closures.exclude(in_effect_at=None).select_related("by").order_by("pk").last()
    if closure is None or not case.is_ended:
        raise Http404
    closure.case = case
    form = ReopenForm(request.POST or None)
    if sent(request, form) and tried(form, closure.reopen, by=request.user, **form.cleaned_data):
        return back(request, case, _("The case is open again."))
    return step(
        request, case, form, fields="reopen", title=_("Open the case again"),
        yes=_("Open it again"), closure=closure,
        lede=_("The same case goes on, with all that is in it. An assessment comes first."),
    )  # fmt: skip


def _yes(case) -> str:
    return _("Ask to close") if case.rules.closure_is_approved else _("Close the case")


def _said(closure: Closure) -> str:
    if closure.in_effect_at:
        return _("The case is closed. It can be opened again.")
    return _("Your supervisor is asked. Until then the case stays open.")


def _question(case, waiting: Closure | None) -> Approval | None:
    """The question to the supervisor that waits for an answer."""
    if waiting is None:
        return None
    return case.approvals.filter(record_ref=waiting.ref, is_waiting=True).first()


def _keep_until(case):
    return case.rules.due("retention", case.office.today())


def _lost(case) -> dict:
    rules = case.rules
    return {
        "attempts_wanted": rules.amount("lost_contact.attempts"),
        "attempts_days": rules.amount("lost_contact.days"),
    }
