"""Weighing the risk of a case: the matrix, a person's decision, and who looks again."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.protection.models import RiskAssessment
from amparo.foundation.protection.risk import BandRule

from ..case_risk import decide, look_again, panel_of
from ..forms.risk import DecisionForm, ReviewForm
from .stepping import ASKS, back, open_case, sent, step, tried


@require_http_methods(ASKS)
def decision(request, ref):
    case = open_case(request, ref)
    panel = panel_of(case, request.user)
    if panel is None:
        raise Http404
    proposed = panel.proposed.band.code
    form = DecisionForm(
        request.POST or None, proposed=proposed, missing=panel.proposed.missing,
        today=case.office.today(), initial={"decided": proposed if panel.is_assessed else None},
    )  # fmt: skip
    if sent(request, form) and tried(
        form, decide, case, panel.proposed, by=request.user, **form.cleaned_data
    ):
        return back(request, case, _("The decision is kept."))
    return step(
        request, case, form, fields="risk_form", title=_("Weigh the risk"), yes=_("Decide"),
        lede=_("The rule proposes; you decide, and your reason stays beside the band."),
        head="assistance/steps/matrix.html", risk_panel=panel, proposed=proposed,
    )  # fmt: skip


@require_http_methods(ASKS)
def review(request, ref, assessment):
    """A second person looks at a band that is not the one proposed."""
    case = open_case(request, ref, to="approve")
    found = RiskAssessment.objects.filter(case_ref=case.ref).select_related("by", "review")
    decided = get_permitted_or_404(request, found, to="approve", ref=assessment)
    form = ReviewForm(
        request.POST or None, missing=decided.missing, initial={"band": decided.band.code}
    )
    if sent(request, form) and tried(
        form, look_again, case, decided, by=request.user, **form.cleaned_data
    ):
        return back(request, case, _("Your colleague is told."))
    return step(
        request, case, form, fields="risk_review", title=_("Look again at a risk"),
        yes=_("Keep this"), decided=decided, head="assistance/steps/matrix.html",
        risk_panel=panel_of(case, request.user),
        lede=_("The band decided is not the one that the rule proposes."),
    )  # fmt: skip


@require_safe
def rule(request):
    """How a band is proposed: the rule in words, with the figures in force."""
    require_permission(request, "case.see")
    return render(request, "assistance/steps/risk_rule.html", {"rule": BandRule()})
