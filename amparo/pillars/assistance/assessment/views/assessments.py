"""Assessment: what is seen at each level, what is needed, what matters most to the person."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.action_views import attempt
from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.foundation.core.work_steps import decide_step, step_context
from amparo.foundation.protection.models import RiskAssessment
from amparo.pillars.assistance.cases.display_names import display_name
from amparo.pillars.assistance.cases.forms.base import RowFormSet, unvalidated_data
from amparo.pillars.assistance.cases.views.case_actions import ASKS, case_page, open_case
from amparo.ui.action_views import action_page
from amparo.ui.responses import action_done

from .. import assessment_changes
from ..forms.assessments import AssessmentForm, NeedForm
from ..models import Assessment
from ..observations import observations_by_level

SHOW = "assessment/assessment.html"


@require_http_methods(ASKS)
def new(request, ref):
    case = open_case(request, ref)
    data = request.POST if request.method == "POST" else None
    needs = RowFormSet(NeedForm, "need", data)
    form = (
        AssessmentForm(initial=unvalidated_data(data))
        if needs.asks_for_more
        else AssessmentForm(data)
    )
    if data and not needs.asks_for_more and all([needs.is_valid(), form.is_valid()]):
        made = attempt(
            form, decide_step(request, "case.needs", Assessment.make), case, by=request.user,
            needs=needs.filled(), **form.cleaned_data,
        )  # fmt: skip
        if made:
            then = reverse("assessment:risk-decide", args=[case.ref])
            return action_done(request, next_url=then, message=_("The assessment is saved."))
    before = case.assessments.order_by("-pk").first()
    return action_page(
        request,
        form,
        forms=[form, *needs.forms],
        title=_("Assess the situation"),
        submit_label=_("Save and assess risk"),
        lede=_("What exposes and what protects, level by level; then what is needed."),
        above_template="assessment/levels.html",
        body_template="assessment/assessment_form.html",
        rows=needs,
        before=before,
        levels=observations_by_level(case, request.user),
        **case_page(case),
        **step_context("case.needs"),
        moved=assessment_changes.compare_assessments(case, before.at, now(), request.user)
        if before
        else [],
    )


@require_safe
def show(request, ref, assessment):
    case = open_case(request, ref, to="see")
    made = get_permitted_or_404(
        request,
        Assessment.objects.select_related("by").prefetch_related("needs"),
        to="see", ref=assessment, case=case,
    )  # fmt: skip
    earlier = case.assessments.filter(pk__lt=made.pk).prefetch_related("needs").order_by("-pk")
    before, later = earlier.first(), case.assessments.filter(pk__gt=made.pk).order_by("pk").first()
    context = {
        "case": case, "called": display_name(case), "made": made, "before": before, "later": later,
        "needs": sorted(made.needs.all(), key=lambda need: (need.own_rank or 99, need.pk)),
        "moved": _moved(case, made, before, request.user),
        "decision": _decision(made, request.user), "may": permissions_on(case, request.user),
    }  # fmt: skip
    return render(request, SHOW, context)


def _moved(case, made, before, user) -> list:
    if before is None:
        return []
    return assessment_changes.compare_assessments(
        case, before.at, made.at, user
    ) + assessment_changes.of_needs(made, before)


def _decision(made, user):
    found = RiskAssessment.objects.filter(ref=made.risk_ref).accessible_to(user)
    return found.select_related("by", "review").first() if made.risk_ref else None


@require_safe
def last(request, ref):
    """The latest assessment of this case."""
    case = open_case(request, ref, to="see")
    made = case.assessments.order_by("pk").last()
    if made is None:
        raise Http404
    return redirect("assessment:assessment", case.ref, made.ref)
