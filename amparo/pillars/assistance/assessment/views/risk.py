"""Weighing the risk of a case: the matrix, a person's decision, and who looks again."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.permissions.rules import require_permission
from amparo.foundation.protection.models import RiskAssessment
from amparo.foundation.protection.risk import Band, BandRule
from amparo.pillars.assistance.cases.views.case_actions import CaseAction

from ..case_risk import decide_risk, review_risk, risk_panel
from ..forms.risk import DecisionForm, ReviewForm


class DecideRisk(CaseAction):
    """The rule proposes a band; a person decides, and says why."""

    title = _("Assess risk")
    submit_label = pgettext_lazy("button", "Decide")
    success_message = _("Decision recorded.")
    lede = _("The level is suggested; you decide, and your reason is kept with it.")
    guidance_step = "case.risk"
    form_class = DecisionForm
    above_template = "assessment/matrix.html"
    body_template = "assessment/risk_form.html"

    def get_record(self, ref):
        case = super().get_record(ref=ref)
        self.panel = risk_panel(case, self.request.user)
        if self.panel is None:
            raise Http404
        return case

    def get_form_kwargs(self, case):
        proposed = self.panel.proposed
        is_doubtful = proposed.band is Band.LOW and proposed.little_observed
        begins = self.panel.is_assessed and not is_doubtful
        return {
            "proposed": proposed.band.code, "missing": proposed.missing,
            "today": case.office.today(), "little_observed": proposed.little_observed,
            "initial": {"decided": proposed.band.code if begins else None},
        }  # fmt: skip

    def get_context(self, case):
        return {"risk_panel": self.panel, "proposed": self.panel.proposed.band.code}

    def perform(self, case, *, by, **fields):
        return decide_risk(case, self.panel.proposed, by=by, **fields)


class ReviewRisk(CaseAction):
    """A second person looks at a band that is not the one proposed."""

    permission = "approve"
    title = _("Review risk level")
    submit_label = pgettext_lazy("button", "Save")
    success_message = _("Colleague notified.")
    lede = _("The risk level decided is not the suggested one.")
    form_class = ReviewForm
    above_template = "assessment/matrix.html"
    body_template = "assessment/risk_review.html"

    def get_record(self, ref, assessment):
        case = super().get_record(ref=ref)
        found = RiskAssessment.objects.filter(case_ref=case.ref).select_related("by", "review")
        decided = self.find(found, ref=assessment)
        decided.case = case
        return decided

    def get_form_kwargs(self, decided):
        return {"missing": decided.missing, "initial": {"band": decided.band.code}}

    def get_context(self, decided):
        panel = risk_panel(decided.case, self.request.user)
        return {"decided": decided, "risk_panel": panel}

    def perform(self, decided, *, by, **fields):
        return review_risk(decided.case, decided, by=by, **fields)


decision = DecideRisk.as_view()
review = ReviewRisk.as_view()


@require_safe
def rule(request):
    """How a band is proposed: the rule in words, with the figures in force."""
    require_permission(request, "case.see")
    return render(request, "assessment/risk_rule.html", {"rule": BandRule()})
