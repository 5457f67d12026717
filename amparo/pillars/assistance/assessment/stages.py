"""The second stage of a case: the assessment, and the risk level that somebody decided."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from amparo.pillars.assistance.cases.extension_points import CaseStage, NextStep, StageProgress
from amparo.pillars.assistance.cases.presenters import CasePage
from amparo.ui import formats

from .case_risk import RiskPanel


def assessment_progress(page: CasePage) -> StageProgress | None:
    """Done once somebody decided a level that counts; None for an institution, which has none."""
    panel: RiskPanel | None = page.context("risk").get("risk_panel")
    if panel is None:
        return None
    decision = panel.decision
    if decision is not None and not panel.has_low_that_does_not_count:
        return StageProgress(True, formats.day(formats.as_day(decision.decided_at)))
    return StageProgress(False, step=_step(page, panel))


def _step(page: CasePage, panel: RiskPanel) -> NextStep:
    if panel.lacks_observation:
        return NextStep(
            _("Next step: assess the situation"),
            _("Write what exposes them and what protects them; the matrix follows."),
            _("Assess the situation"), reverse("assessment:assessment-new", args=[page.case.ref]),
            "clipboard-list",
        )  # fmt: skip
    return NextStep(
        _("Next step: decide the risk level"), _("Nobody has decided yet."),
        pgettext("button", "Decide"), reverse("assessment:risk-decide", args=[page.case.ref]),
        "scale",
    )  # fmt: skip


STAGES = (CaseStage("assessment", 20, gettext_lazy("Assessment"), assessment_progress),)
