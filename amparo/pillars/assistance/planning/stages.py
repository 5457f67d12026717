"""The stages of a case that are read from its plan: plan, implementation, follow-up."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext, pgettext, pgettext_lazy

from amparo.pillars.assistance.cases.extension_points import CaseStage, NextStep, StageProgress
from amparo.pillars.assistance.cases.presenters import CasePage
from amparo.ui import formats

from .models import Action, CasePlan, Goal

PLAN = "plan"


def plan_progress(page: CasePage) -> StageProgress | None:
    """Done once the person agreed to the plan."""
    if page.case.institution_id:
        return None
    plan, goals, actions = _parts(page)
    if plan is not None and plan.is_agreed:
        return StageProgress(True, formats.day(plan.agreement.on))
    return StageProgress(False, step=_plan_step(page, goals, actions))


def implementation_progress(page: CasePage) -> StageProgress | None:
    """Done once nothing of the plan is still to be done; `2 of 5` beside its name."""
    if page.case.institution_id:
        return None
    _plan, _goals, actions = _parts(page)
    over = [action for action in actions if action.is_over]
    if not actions:
        return StageProgress(False, step=_no_action(page))
    detail = ngettext(
        "%(done)s of %(count)s action", "%(done)s of %(count)s actions", len(actions)
    ) % {"done": formats.number(len(over)), "count": formats.number(len(actions))}
    if len(over) == len(actions):
        return StageProgress(True, detail)
    following = min(
        (action for action in actions if not action.is_over), key=lambda each: each.due_on
    )
    is_late = following.due_on < page.today
    return StageProgress(False, detail, is_late, _action_step(page, following))


def follow_up_progress(page: CasePage) -> StageProgress | None:
    """Done once they were reached after the last action of the plan had ended."""
    if page.case.institution_id:
        return None
    last = getattr(page.case, "last_follow_up_on", None)
    _plan, _goals, actions = _parts(page)
    zone = page.case.office.zone
    ended = [each.ended_at.astimezone(zone).date() for each in actions if each.ended_at]
    detail = formats.day(last) if last else ""
    is_done = bool(last and ended and len(ended) == len(actions) and last >= max(ended))
    due = page.case.next_due_on
    return StageProgress(is_done, detail, due < page.today, _follow_up_step(page, last))


def _parts(page: CasePage) -> tuple[CasePlan | None, list[Goal], list[Action]]:
    told = page.context(PLAN)
    return told["plan"], told["goals"], told["plan_actions"]


def _plan_step(page: CasePage, goals: list[Goal], actions: list[Action]) -> NextStep:
    if not goals:
        return NextStep(
            _("Next step: write the case plan"),
            _("No goal yet. Begin with what should be different, in the words of the person."),
            _("Add first goal"), reverse("planning:goal-new", args=[page.case.ref]), "target",
            PLAN,
        )  # fmt: skip
    if not actions:
        return _no_action(page)
    aims = npgettext("next step", "%(count)s goal", "%(count)s goals", len(goals)) % {
        "count": formats.number(len(goals))
    }
    deeds = npgettext("next step", "%(count)s action", "%(count)s actions", len(actions)) % {
        "count": formats.number(len(actions))
    }
    return NextStep(
        _("Next step: agree the case plan with the person"),
        _("Ready: %(parts)s. Their agreement is missing.")
        % {"parts": formats.join_list((aims, deeds))},
        _("Record agreement"), reverse("planning:plan-agree", args=[page.case.ref]), "signature",
        PLAN,
    )  # fmt: skip


def _no_action(page: CasePage) -> NextStep:
    return NextStep(
        _("Next step: plan the first action"), _("The plan has goals and no action yet."),
        pgettext("button", "Add action"), reverse("planning:action-new", args=[page.case.ref]),
        "plus", PLAN,
    )  # fmt: skip


def _action_step(page: CasePage, action: Action) -> NextStep:
    url = reverse("planning:action", args=[page.case.ref, action.ref])
    return NextStep(
        _("Next step: %(what)s") % {"what": action.text},
        _("Planned action, due %(day)s.") % {"day": formats.day(action.due_on)},
        _("Update action"), url, "target", PLAN,
    )  # fmt: skip


def _follow_up_step(page: CasePage, last: date | None) -> NextStep:
    detail = _("Nobody has followed up yet.")
    if last:
        detail = _("Last follow-up: %(day)s.") % {"day": formats.day(last)}
    url = reverse("planning:followup-new", args=[page.case.ref])
    return NextStep(
        _("Next step: ask the person what has changed"), detail, _("Record follow-up"), url,
        "phone-call",
    )  # fmt: skip


SERVICE_AND_NOTE = ("services:service-new", "cases:note-new")
STAGES = (
    CaseStage(PLAN, 30, gettext_lazy("Case plan"), plan_progress),
    CaseStage(
        "implementation", 40, pgettext_lazy("case stage", "Implementation"),
        implementation_progress, SERVICE_AND_NOTE,
    ),
    CaseStage(
        "follow_up", 50, gettext_lazy("Follow-up"), follow_up_progress, SERVICE_AND_NOTE
    ),
)  # fmt: skip
