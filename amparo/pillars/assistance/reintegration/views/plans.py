"""The reintegration plan of a case: begun, agreed, revised, looked at again, ended."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.pillars.assistance.cases.views.case_actions import open_case
from amparo.ui.responses import action_done

from ..forms.plans import BeginForm, EndForm, PlanAgreementForm, ReviewForm
from ..models import ReintegrationPlan
from ..presenters import ReintegrationPlanPage
from .plan_actions import PlanAction, PlanPageAction, plan_url

SHOW, VERSION = "reintegration/plans/show.html", "reintegration/plans/version.html"


@require_safe
def show(request, ref):
    case = open_case(request, ref, to="see")
    return render(request, SHOW, {"case": case, "page": ReintegrationPlanPage(case, request.user)})


@require_safe
def version(request, ref, plan):
    """What was agreed at the time, whatever became of it."""
    case = open_case(request, ref, to="see")
    plans = ReintegrationPlan.objects.select_related("agreement__by")
    plan = get_permitted_or_404(request, plans, to="see", ref=plan, case=case)
    if not hasattr(plan, "agreement"):
        raise Http404
    return render(request, VERSION, {"case": case, "plan": plan})


class Begin(PlanPageAction):
    """Begins the plan of a case."""

    title = pgettext_lazy("title", "Reintegration plan")
    submit_label = _("Start plan")
    success_message = _("Plan started. Fill in the grid with the person.")
    guidance_step = "reintegration.plan"
    form_class = BeginForm

    def get_form_kwargs(self, case):
        return {"today": case.office.today_for(self.request.user)}

    def get_arguments(self, form):
        return {"arrived_on": form.cleaned_data["arrived_on"]}

    def get_back_url(self, case):
        return case.get_absolute_url()

    def perform(self, case, *, by, arrived_on):
        return ReintegrationPlan.begin(case, by=by, arrived_on=arrived_on)

    def get_success_url(self, case, plan):
        return plan_url(case)


class Agree(PlanAction):
    """The person agrees to the plan."""

    title = _("Record agreement")
    submit_label = _("Save the agreement")
    success_message = _("The plan is agreed.")
    guidance_step = "reintegration.plan"
    form_class = PlanAgreementForm

    def get_form_kwargs(self, plan):
        return {"today": plan.case.office.today_for(self.request.user)}

    def perform(self, plan, *, by, **fields):
        return plan.agree(by=by, **fields)


class Review(PlanAction):
    """The plan is looked at again with the person."""

    title = _("Review plan with the person")
    submit_label = _("Save the review")
    success_message = _("Review recorded.")
    form_class = ReviewForm

    def get_form_kwargs(self, plan):
        today = plan.case.office.today_for(self.request.user)
        return {"today": today, "proposed": plan.next_review}

    def perform(self, plan, *, by, **fields):
        return plan.review(by=by, **fields)


begin = Begin.as_view()
agree = Agree.as_view()
review = Review.as_view()
end = PlanAction.as_view(
    title=_("Close plan"), submit_label=_("Close plan"), form_class=EndForm,
    success_message=_("The plan has ended. The case stays open."),
    perform=ReintegrationPlan.finish,
)  # fmt: skip


@require_POST
def revise(request, ref):
    case = open_case(request, ref)
    plan = ReintegrationPlan.current(case)
    if plan is None:
        raise Http404
    plan.case = case
    plan.revise(by=request.user)
    said = _("A new version of the plan. It is to be agreed anew.")
    return action_done(request, next_url=plan_url(case), message=said)
