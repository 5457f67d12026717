"""The plan of a case: goals, actions, the person's agreement, and new versions of it."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.pillars.assistance.cases.access_grants import users_with_verb
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.presenters import CasePage, case_for_page
from amparo.pillars.assistance.cases.views.case_actions import (
    CasePartAction,
    case_part_response,
    open_case,
)

from ..forms.plans import ActionCompletionForm, ActionForm, GoalForm, PlanAgreementForm, ReasonForm
from ..models import Action, CasePlan, Goal
from ..presenters import plan_of_case

ACTIONS = Action.objects.select_related("goal", "responsible", "case__team__office")


@require_safe
def show(request, ref):
    case = get_permitted_or_404(request, case_for_page(request.user), to="see", ref=ref)
    file = CasePage(case, request.user)
    earlier = list(
        case.caseplans.exclude(replaced_by=None).select_related("agreement").order_by("-pk")
    )
    context = {"case": case, "file": file, "earlier": earlier[:20]}
    return render(request, "planning/show.html", context | plan_of_case(case, request.user))


class PlanAction(CasePartAction):
    """An action on the plan of a case, or on a goal or an action of it."""

    part = "plan"


def _set_goal(case: Case, *, by, **fields) -> Goal:
    return CasePlan.begin(case, by=by).set_goal(by=by, **fields)


new_goal = PlanAction.as_view(
    title=_("New goal"), submit_label=_("Save the goal"),
    success_message=_("Goal added to the plan."), form_class=GoalForm, perform=_set_goal,
    guidance_step="case.plan",
)  # fmt: skip


class ChangeGoal(PlanAction):
    """Changes a goal."""

    queryset = Goal
    title = _("Edit goal")
    submit_label = _("Save the goal")
    success_message = _("The goal was changed.")

    def get_form(self, goal, data):
        return GoalForm.of(goal, data)

    def perform(self, goal, *, by, **fields):
        return goal.change(by=by, **fields)


goal = ChangeGoal.as_view()


class PlanActionForm(PlanAction):
    """What is asked of an action of the plan, new or known."""

    submit_label = _("Save the action")
    form_class = ActionForm
    fields_template = "planning/action.html"

    def choices(self, case: Case, initial: dict) -> dict:
        return {
            "case": case, "goals": _goals(case), "colleagues": users_with_verb(case, "case.work"),
            "initial": initial,
        }  # fmt: skip


class NewAction(PlanActionForm):
    """Adds an action to a goal of the plan."""

    title = _("New action")
    success_message = _("Action added to the plan.")

    def get_form_kwargs(self, case):
        asked = self.request.GET.get("goal", str(_goals(case)[-1].ref))
        return self.choices(case, {"goal": asked})

    def perform(self, case, *, by, goal, **fields):
        return goal.add_action(by=by, **fields)


class ChangeAction(PlanActionForm):
    """Changes what was planned; what is over stays as it was."""

    queryset = ACTIONS
    title = _("Edit action")
    success_message = _("The action was changed.")

    def get_form_kwargs(self, action):
        return self.choices(action.case, ActionForm.values_of(action))

    def get_context(self, action):
        return {"action": action, "beside_template": "planning/action_actions.html"}

    def perform(self, action, *, by, **fields):
        return action.change(by=by, **fields)


_new_action = NewAction.as_view()
action = ChangeAction.as_view()


def new_action(request, ref):
    """Without a goal there is nothing to add it to: first the goal."""
    case = open_case(request, ref)
    return (_new_action if _goals(case) else new_goal)(request, ref=ref)


@require_POST
def start(request, ref, action):
    case = open_case(request, ref)
    action = get_permitted_or_404(request, ACTIONS, to="work", ref=action, case=case)
    action.start(by=request.user)
    return _kept(request, case, _("The action is under way."))


complete = PlanAction.as_view(
    queryset=ACTIONS,
    title=pgettext_lazy("action", "Mark as done"),
    submit_label=pgettext_lazy("action", "Mark as done"),
    success_message=_("The action is done."),
    form_class=ActionCompletionForm,
    perform=Action.complete,
    get_context=lambda action: {"about": action.text},
)

drop = PlanAction.as_view(
    queryset=ACTIONS, title=_("Drop this action?"),
    submit_label=pgettext_lazy("goal or action", "Cancel"), tone="danger",
    success_message=_("Action cancelled. The reason stays in the plan."), form_class=ReasonForm,
    perform=Action.drop, get_context=lambda action: {"about": action.text},
)  # fmt: skip


class Agree(PlanAction):
    """The person agrees to the plan."""

    title = _("Record agreement")
    submit_label = _("Save the agreement")
    success_message = _("The plan is agreed.")
    guidance_step = "case.plan"
    form_class = PlanAgreementForm

    def get_form_kwargs(self, case):
        return {"today": case.office.today_for(self.request.user)}

    def perform(self, case, *, by, **fields):
        return CasePlan.begin(case, by=by).agree(by=by, **fields)


agree = Agree.as_view()


@require_POST
def begin(request, ref):
    case = open_case(request, ref)
    CasePlan.begin(case, by=request.user)
    return _kept(request, case, _("The plan is begun. Add the first goal."))


@require_POST
def revise(request, ref):
    """A new version, to be agreed anew; what is done stays with what is still to do."""
    case = open_case(request, ref)
    CasePlan.begin(case, by=request.user).revise(by=request.user)
    return _kept(request, case, _("A new version of the plan. It is to be agreed anew."))


def _goals(case: Case) -> list[Goal]:
    return list(Goal.objects.filter(case=case, plan__replaced_by=None).order_by("pk"))


def _kept(request, case: Case, said):
    return case_part_response(request, case, part="plan", said=said)
