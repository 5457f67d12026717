"""Closing a case, waiting for the answer, and opening it again."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.action_views import attempt, is_valid_post
from amparo.foundation.core.work_steps import decide_step, step_context
from amparo.ui.action_views import action_page
from amparo.ui.responses import action_done

from ..extension_points import closure_goals
from ..forms.closures import ClosureForm, ReopenForm
from ..models import ApprovalRequest, Closure
from .case_actions import ASKS, CaseAction, case_page, open_case


@require_http_methods(ASKS)
def new(request, ref):
    case = open_case(request, ref)
    goals = [goal for goals_of in closure_goals for goal in goals_of(case)]
    form = ClosureForm(request.POST or None, goals=goals)
    if is_valid_post(request, form):
        propose = decide_step(request, "case.closure", Closure.propose)
        closure = attempt(form, propose, case, by=request.user, **form.cleaned_data)
        if closure:
            return action_done(request, next_url=case.get_absolute_url(), message=_said(closure))
    waiting = Closure.asked_for(case)
    return action_page(
        request, form, body_template="cases/steps/closure.html", title=_("Close case"),
        submit_label="" if waiting or case.is_ended else _yes(case), waiting=waiting,
        question=_question(case, waiting), keep_until=_keep_until(case),
        is_decided_by_another=case.rules.closure_is_approved,
        alert=case.safetyalerts.unresolved().first(),
        **_lost(case), **case_page(case), **step_context("case.closure"),
    )  # fmt: skip


class Reopen(CaseAction):
    """Opens a closed case again."""

    permission = "reopen"
    title = _("Reopen case")
    submit_label = pgettext_lazy("case", "Reopen")
    success_message = _("Case reopened.")
    lede = _("The same case continues with its full history. Start with an assessment.")
    form_class = ReopenForm
    body_template = "cases/steps/reopen.html"

    def get_record(self, ref):
        case = super().get_record(ref=ref)
        closure = (
            case.closures.exclude(in_effect_at=None).select_related("by").order_by("pk").last()
        )
        if closure is None or not case.is_ended:
            raise Http404
        closure.case = case
        return closure

    def get_context(self, closure):
        return {"closure": closure}

    def perform(self, closure, *, by, **fields):
        return closure.reopen(by=by, **fields)


reopen = Reopen.as_view()


def _yes(case) -> str:
    return _("Ask to close") if case.rules.closure_is_approved else _("Close case")


def _said(closure: Closure) -> str:
    if closure.in_effect_at:
        return _("Case closed. It can be reopened.")
    return _("Your supervisor is asked. Until then the case stays open.")


def _question(case, waiting: Closure | None) -> ApprovalRequest | None:
    """The question to the supervisor that waits for an answer."""
    if waiting is None:
        return None
    return case.approvalrequests.filter(record_ref=waiting.ref, is_waiting=True).first()


def _keep_until(case):
    return case.rules.due("retention", case.office.today())


def _lost(case) -> dict:
    rules = case.rules
    return {
        "attempts_wanted": rules.amount("lost_contact.attempts"),
        "attempts_days": rules.amount("lost_contact.days"),
    }
