"""A best interests assessment: written by one, read and answered by another."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.action_views import attempt, is_valid_post
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.foundation.core.work_steps import decide_step, step_context
from amparo.pillars.assistance.cases.forms.decisions import ApprovalDecisionForm
from amparo.ui.action_views import posted_data
from amparo.ui.responses import action_done

from ..forms.interests import BestInterestsAssessmentForm
from ..models import BestInterestsAssessment
from ..topics import TOPICS
from .child_actions import ChildAction, with_case


class Assess(ChildAction):
    """It begins with what the last one said: what was sent back is completed, not retyped."""

    title = _("Best interests assessment (BIA)")
    submit_label = _("Send it to the supervisor")
    success_message = _("Sent to the supervisor.")
    guidance_step = "child.assessment"
    form_class = BestInterestsAssessmentForm
    above_template = "child_protection/sent_back.html"

    def get_form_kwargs(self, child):
        self.last = child.assessments.first()
        return {"initial": dict(self.last.found) if self.last else {}}

    def get_arguments(self, form):
        return form.arguments()

    def get_context(self, child):
        is_back = self.last is not None and self.last.state == self.last.State.SENT_BACK
        return {"note": self.last.note if is_back else ""}

    def perform(self, child, *, by, **told):
        return BestInterestsAssessment.make(child, by=by, **told)


new = Assess.as_view()


def _opened(request, ref, *, to: str) -> BestInterestsAssessment:
    found = BestInterestsAssessment.objects.select_related("reviewed_by", "by")
    return get_permitted_or_404(request, with_case(found, "child__"), to=to, ref=ref)


@require_safe
def show(request, ref):
    assessment = _opened(request, ref, to="see")
    waits = assessment.state == assessment.State.WAITING
    is_other = assessment.by_id != request.user.pk
    may_approve = "approve" in permissions_on(assessment.child.case, request.user)
    return _page(request, assessment, may_answer=waits and is_other and may_approve)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, ref):
    """Read on its own: approve it, or send it back and say what is missing."""
    assessment = _opened(request, ref, to="decide")
    form = ApprovalDecisionForm(posted_data(request))
    if is_valid_post(request, form):
        approved = form.cleaned_data["answer"] == "approve"
        note = form.cleaned_data["note"]
        answer_it = decide_step(request, "child.assessment", assessment.answer_it)
        if attempt(form, answer_it, by=request.user, approved=approved, note=note):
            said = _("Approved.") if approved else _("Sent back with your note.")
            return action_done(request, next_url=reverse("cases:waiting"), message=said)
    return _page(request, assessment, form=form, status=422 if form.is_bound else 200)


def _page(request, assessment: BestInterestsAssessment, *, status: int = 200, **more):
    found = assessment.found
    told = [(name, found[topic]) for topic, (name, _hint) in TOPICS.items() if found.get(topic)]
    child = assessment.child
    context = {"assessment": assessment, "child": child, "case": child.case, "told": told, **more}
    if "form" in more:
        context |= step_context("child.assessment")
    return render(request, "child_protection/assessment.html", context, status=status)
