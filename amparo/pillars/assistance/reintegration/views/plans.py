"""The reintegration plan of a case: begun, agreed, revised, looked at again, ended."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.permissions.rules import get_permitted_or_404

from ...views.answers import given
from ...views.stepping import tried
from ..forms.plans import AgreeForm, BeginForm, EndForm, ReviewForm
from ..models import ReintegrationPlan
from ..plan_page import PlanPage
from .asking import ASKS, ask, case_of, kept, plan_url

SHOW, VERSION = "reintegration/plans/show.html", "reintegration/plans/version.html"


@require_safe
def show(request, ref):
    case = case_of(request, ref, to="see")
    return render(request, SHOW, {"case": case, "page": PlanPage(case, request.user)})


@require_safe
def version(request, ref, plan):
    """What was agreed at the time, whatever became of it."""
    case = case_of(request, ref, to="see")
    plans = ReintegrationPlan.objects.select_related("agreement__by")
    plan = get_permitted_or_404(request, plans, to="see", ref=plan, case=case)
    if not hasattr(plan, "agreement"):
        raise Http404
    return render(request, VERSION, {"case": case, "plan": plan})


@require_http_methods(ASKS)
def begin(request, ref):
    case = case_of(request, ref)
    form = BeginForm(given(request), today=case.office.today_for(request.user))
    if form.is_valid():
        day = form.cleaned_data["arrived_on"]
        if tried(form, ReintegrationPlan.begin, case, by=request.user, arrived_on=day):
            said = _("The plan is begun. Fill the grid together.")
            return kept(request, plan_url(case), said)
    return ask(
        request, case, form, title=_("A reintegration plan"), yes=_("Begin the plan"),
        back=case.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(ASKS)
def agree(request, ref):
    case, plan = _plan(request, ref)
    form = AgreeForm(given(request), today=case.office.today_for(request.user))
    if form.is_valid() and tried(form, plan.agree, by=request.user, **form.cleaned_data):
        return kept(request, plan_url(case), _("The plan is agreed."))
    title, yes = _("They agree to the reintegration plan"), _("Save the agreement")
    return ask(request, case, form, title=title, yes=yes)


@require_POST
def revise(request, ref):
    case, plan = _plan(request, ref)
    plan.revise(by=request.user)
    return kept(request, plan_url(case), _("A new version of the plan. It is to be agreed anew."))


@require_http_methods(ASKS)
def review(request, ref):
    case, plan = _plan(request, ref)
    today = case.office.today_for(request.user)
    form = ReviewForm(given(request), today=today, proposed=plan.next_review)
    if form.is_valid() and tried(form, plan.review, by=request.user, **form.cleaned_data):
        return kept(request, plan_url(case), _("The review is kept."))
    title, yes = _("Look at the plan again, together"), _("Save the review")
    return ask(request, case, form, title=title, yes=yes)


@require_http_methods(ASKS)
def end(request, ref):
    case, plan = _plan(request, ref)
    form = EndForm(given(request))
    if form.is_valid() and tried(form, plan.finish, by=request.user, **form.cleaned_data):
        return kept(request, plan_url(case), _("The plan has ended. The case stays open."))
    title, yes = _("How does the plan end?"), _("End the plan")
    return ask(request, case, form, title=title, yes=yes)


def _plan(request, ref):
    """The plan in force, for somebody who works on the case."""
    case = case_of(request, ref)
    plan = ReintegrationPlan.current(case)
    if plan is None:
        raise Http404
    plan.case = case
    return case, plan
