"""The plan of a case and its follow-ups, on the page of the case and for who approves them."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from amparo.foundation.core.database.compiled_once import compiled_once
from amparo.foundation.core.models import User
from amparo.pillars.assistance.assessment.models.assessments import TimeHorizon
from amparo.pillars.assistance.cases.extension_points import (
    ApprovalDetails,
    ApprovalKind,
    CaseMenuItem,
    CasePlace,
    CaseSection,
    ClosureFacts,
    MenuGroup,
    SectionLink,
)
from amparo.pillars.assistance.cases.models import Case, Closure
from amparo.pillars.assistance.cases.models.closures import GoalResult
from amparo.ui import formats

from .models import Action, CasePlan, FollowUp, Goal

SHOWN, SHOWN_ACTIONS = 5, 20


def plan_of_case(case: Case, user: User) -> dict[str, Any]:
    """Returns the plan in force, its goals by horizon, the nearest first, and their actions."""
    found = Action.objects.filter(case=case, goal__plan__replaced_by=None)
    actions = list(found.select_related("goal__plan__agreement", "responsible"))
    goals = _goals(case, actions)
    horizons = _by_horizon(goals, actions)
    today = case.office.today()
    return {
        "plan": goals[0].plan if goals else CasePlan.current(case),
        "goals": goals,
        "plan_actions": actions,
        "horizons": horizons,
        "plan_says": _say_progress(actions),
        "plan_progress": [
            GoalProgress(goal, horizon, done, today)
            for horizon, found in horizons
            for goal, done in found
        ],
        "plan_texts": [*goals, *actions],
    }


def _say_progress(actions: list[Action]) -> str:
    done = sum(action.is_over for action in actions)
    text = ngettext(
        "%(done)s of %(count)s action done", "%(done)s of %(count)s actions done", len(actions)
    )
    return text % {"done": formats.number(done), "count": formats.number(len(actions))}


@dataclass(frozen=True)
class GoalProgress:
    """How many actions of a goal are done."""

    goal: Goal
    horizon: str
    actions: list[Action]
    today: date

    @property
    def total(self) -> int:
        return len(self.actions)

    @property
    def done(self) -> int:
        return sum(action.is_over for action in self.actions)

    @property
    def is_late(self) -> bool:
        return any(not each.is_over and each.due_on < self.today for each in self.actions)

    @property
    def title(self) -> str:
        about = {
            "goal": self.goal.text,
            "done": formats.number(self.done),
            "count": formats.number(self.total),
        }
        return _("%(goal)s: %(done)s of %(count)s actions done") % about

    @property
    def figure(self) -> str:
        """`1 / 3 · 10 Dec`: how many are done, and when the last of the others is due."""
        if not self.actions:
            return _("No action yet")
        share = f"{formats.number(self.done)} / {formats.number(self.total)}"
        waiting = [each.due_on for each in self.actions if not each.is_over]
        when = formats.day(max(waiting)) if waiting else pgettext("plan action", "Done").lower()
        return f"{share} · {when}"


def _goals(case: Case, actions: list[Action]) -> list[Goal]:
    """The goals of the plan in force, with or without actions."""
    goals = {action.goal_id: action.goal for action in actions}
    if getattr(case, "has_bare_goals", True):
        bare = Goal.objects.filter(case=case, plan__replaced_by=None, actions=None)
        goals |= {goal.pk: goal for goal in bare.select_related("plan__agreement")}
    return list(goals.values())


def _by_horizon(
    goals: list[Goal], actions: list[Action]
) -> list[tuple[str, list[tuple[Goal, list[Action]]]]]:
    order = [choice.value for choice in TimeHorizon]
    ordered = sorted(goals, key=lambda goal: (order.index(goal.horizon), goal.pk))
    return [
        (
            str(TimeHorizon(horizon).label),
            [(goal, [each for each in actions if each.goal_id == goal.pk]) for goal in found],
        )
        for horizon, found in groupby(ordered, key=lambda goal: goal.horizon)
    ]


@compiled_once(Case)
def annotate_plan() -> dict[str, Any]:
    """Asks whether a goal of the plan has no action, and how many actions are still to be done."""
    bare = Goal.objects.filter(case=OuterRef("pk"), plan__replaced_by=None, actions=None)
    planned = Action.objects.filter(case=OuterRef("pk"), goal__plan__replaced_by=None)
    to_do = planned.filter(ended_at=None)
    counted = to_do.order_by().values("case").annotate(count=Count("pk")).values("count")
    return {"has_bare_goals": Exists(bare), "actions_to_do": Subquery(counted)}


def follow_ups_of_case(case: Case, user: User) -> dict[str, Any]:
    """Returns the latest contacts."""
    return {"follow_ups": list(case.followups.select_related("by")[:SHOWN])}


@compiled_once(Case)
def annotate_follow_ups() -> dict[str, Any]:
    """Asks on which day they were last reached."""
    reached = FollowUp.objects.filter(case=OuterRef("pk"), reached=True).order_by("-on")
    return {"last_follow_up_on": Subquery(reached.values("on")[:1])}


SECTIONS = (
    CaseSection(
        "plan", CasePlace.MAIN, 30, "planning/panel.html", plan_of_case, annotate_plan,
        link=SectionLink(10, gettext_lazy("Case plan"), "actions_to_do"), quoted="plan_texts",
    ),
    CaseSection(
        "followups", CasePlace.MAIN, 80, "planning/follow_ups_panel.html", follow_ups_of_case,
        annotate_follow_ups, is_later=True, link=SectionLink(30, gettext_lazy("Follow-up")),
        quoted="follow_ups",
    ),
)  # fmt: skip
MENU_ITEMS = (
    CaseMenuItem(
        75, "planning:followup-new", gettext_lazy("Record follow-up"), "phone-call",
        MenuGroup.PROCESS,
    ),
    CaseMenuItem(
        100, "planning:conference-new", gettext_lazy("Case conference"), "messages",
        MenuGroup.PROCESS,
    ),
)  # fmt: skip


# Approval.


def plans_with_actions() -> QuerySet[CasePlan]:
    return CasePlan.objects.select_related("agreement").prefetch_related(
        "goals", Prefetch("goals__actions", Action.objects.select_related("responsible"))
    )


def plan_details(plan: CasePlan) -> ApprovalDetails:
    goals = len(plan.goals.all())
    actions = sorted(
        (action for goal in plan.goals.all() for action in goal.actions.all()),
        key=lambda action: (action.due_on, action.pk),
    )[:SHOWN_ACTIONS]
    facts = [
        ngettext("%(count)s goal", "%(count)s goals", goals) % {"count": goals},
        ngettext("%(count)s action", "%(count)s actions", len(actions)) % {"count": len(actions)},
    ]
    texts = []
    if plan.is_agreed:
        facts.append(
            _("Agreed with the person %(day)s") % {"day": formats.near_day(plan.agreement.on)}
        )
        texts = [(_("In the person’s words"), plan.agreement.text)] if plan.agreement.text else []
    return ApprovalDetails(facts, texts, "planning/proposed_actions.html", {"actions": actions})


def goals_met(closure: Closure) -> list[str]:
    """Returns how many of the goals were met, of those whose results the closure states."""
    outcomes = [each.outcome for each in closure.outcomes.all()]
    met = outcomes.count(GoalResult.MET)
    goals = _("Goals met: %(met)s of %(count)s") % {"met": met, "count": len(outcomes)}
    return [goals] if outcomes else []


APPROVAL = ApprovalKind(
    "plan",
    lambda: _("Approve the plan for {name}?"),
    lambda: _("Approve plan"),
    plans_with_actions,
    plan_details,
)
CLOSURE_FACTS = ClosureFacts("outcomes", goals_met)
