"""The plan of a case: goals, actions, the person's agreement, and new versions of it."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import get_permitted_or_404

from ..case_page import CasePage, for_its_page
from ..forms.plans import ActionForm, AgreeForm, BecauseForm, DoneForm, GoalForm
from ..models import Action, Case, Goal, Plan
from ..reaching import who_may
from .answers import ask, given, kept


@require_safe
def show(request, ref):
    case = get_permitted_or_404(request, for_its_page(request.user), to="see", ref=ref)
    file = CasePage(case, request.user)
    earlier = list(
        case.plans.exclude(replaced_by=None).select_related("agreement").order_by("-pk")
    )
    context = {"case": case, "file": file, "earlier": earlier[:20]}
    return render(request, "assistance/plans/show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_goal(request, ref):
    case = _case(request, ref)
    form = GoalForm(given(request))
    if form.is_valid():
        Plan.begin(case, by=request.user).set_goal(by=request.user, **form.cleaned_data)
        return _kept(request, case, _("The goal is in the plan."))
    return _ask(request, case, form, _("A new goal"), _("Save the goal"))


@require_http_methods(["GET", "HEAD", "POST"])
def goal(request, ref, goal):
    case = _case(request, ref)
    goal = get_permitted_or_404(request, Goal, to="work", ref=goal, case=case)
    form = GoalForm.of(goal, given(request))
    if form.is_valid():
        goal.change(by=request.user, **form.cleaned_data)
        return _kept(request, case, _("The goal was changed."))
    return _ask(request, case, form, _("Change the goal"), _("Save the goal"))


@require_http_methods(["GET", "HEAD", "POST"])
def new_action(request, ref):
    case = _case(request, ref)
    goals = _goals(case)
    if not goals:
        return new_goal(request, ref)
    initial = {"goal": request.GET.get("goal", str(goals[-1].ref))}
    form = _action_form(request, case, goals, initial)
    if form.is_valid():
        chosen = form.cleaned_data
        chosen.pop("goal").add_action(by=request.user, **chosen)
        return _kept(request, case, _("The action is in the plan."))
    return _ask(
        request,
        case,
        form,
        _("A new action"),
        _("Save the action"),
        "assistance/plans/action.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def action(request, ref, action):
    """Change what was planned; what is over stays as it was."""
    case = _case(request, ref)
    action = _action(request, case, action)
    form = _action_form(request, case, _goals(case), ActionForm.values_of(action))
    if form.is_valid():
        action.change(by=request.user, **form.cleaned_data)
        return _kept(request, case, _("The action was changed."))
    return _ask(
        request, case, form, _("Change the action"), _("Save the action"),
        "assistance/plans/action.html", action=action,
    )  # fmt: skip


@require_POST
def start(request, ref, action):
    case = _case(request, ref)
    _action(request, case, action).start(by=request.user)
    return _kept(request, case, _("The action is under way."))


@require_http_methods(["GET", "HEAD", "POST"])
def complete(request, ref, action):
    case = _case(request, ref)
    action = _action(request, case, action)
    form = DoneForm(given(request))
    if form.is_valid():
        action.complete(by=request.user, **form.cleaned_data)
        return _kept(request, case, _("The action is done."))
    return _ask(
        request, case, form, _("It is done"), pgettext("action", "Mark as done"),
        about=action.words,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request, ref, action):
    case = _case(request, ref)
    action = _action(request, case, action)
    form = BecauseForm(given(request))
    if form.is_valid():
        action.drop(by=request.user, **form.cleaned_data)
        return _kept(request, case, _("The action was dropped; the plan keeps why."))
    return _ask(
        request,
        case,
        form,
        _("Drop this action?"),
        _("Drop it"),
        about=action.words,
        tone="danger",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def agree(request, ref):
    case = _case(request, ref)
    form = AgreeForm(given(request), today=case.office.today_for(request.user))
    if form.is_valid():
        Plan.begin(case, by=request.user).agree(by=request.user, **form.cleaned_data)
        return _kept(request, case, _("The plan is agreed."))
    return _ask(request, case, form, _("The person agrees to the plan"), _("Save the agreement"))


@require_POST
def begin(request, ref):
    case = _case(request, ref)
    Plan.begin(case, by=request.user)
    return _kept(request, case, _("The plan is begun. Add the first goal."))


@require_POST
def revise(request, ref):
    """A new version, to be agreed anew; what is done stays with what is still to do."""
    case = _case(request, ref)
    Plan.begin(case, by=request.user).revise(by=request.user)
    return _kept(request, case, _("A new version of the plan. It is to be agreed anew."))


def _case(request, ref) -> Case:
    return get_permitted_or_404(request, Case.objects.with_subject(), to="work", ref=ref)


def _action(request, case: Case, ref) -> Action:
    actions = Action.objects.select_related("goal", "responsible", "case__team__office")
    return get_permitted_or_404(request, actions, to="work", ref=ref, case=case)


def _goals(case: Case) -> list[Goal]:
    return list(Goal.objects.filter(case=case, plan__replaced_by=None).order_by("pk"))


def _action_form(request, case: Case, goals: list[Goal], initial: dict) -> ActionForm:
    colleagues: list[User] = who_may(case, "case.work")
    return ActionForm(
        given(request), case=case, goals=goals, colleagues=colleagues, initial=initial
    )


def _kept(request, case: Case, said: str):
    return kept(request, case, part="plan", said=said)


def _ask(
    request, case: Case, form, title: str, yes: str,
    fields: str = "assistance/cases/fields.html", **more,
):  # fmt: skip
    return ask(request, case, form, part="plan", title=title, yes=yes, fields=fields, **more)
