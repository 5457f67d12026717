"""The first stage of a case: consent, and the screening."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from amparo.pillars.assistance.cases.extension_points import CaseStage, NextStep, StageProgress
from amparo.pillars.assistance.cases.presenters import CasePage
from amparo.ui import formats

from ..assessment.case_risk import is_screened


def intake_progress(page: CasePage) -> StageProgress:
    """Done once there is a legal basis, and the screening has asked all of its questions.

    Whom one cannot screen (a community, an institution) is only registered.
    """
    day = formats.day(formats.as_day(page.case.opened_at))
    step = _missing(page)
    return StageProgress(step is None, day, step=step)


def _missing(page: CasePage) -> NextStep | None:
    case = page.case
    if page.person is not None and page.basis == "none":
        return NextStep(
            _("Next step: ask for consent"),
            _("No valid consent is on file. Ask and record it before continuing."),
            pgettext("button", "Record consent"),
            reverse("people:consent-new", args=[page.person.ref]), "shield-check",
        )  # fmt: skip
    if getattr(case, "has_unfinished_screening", False):
        return NextStep(
            _("Next step: finish the screening"),
            _("Not asked yet: intention to seek asylum, or signs of trafficking."),
            pgettext("button", "Continue screening"),
            reverse("intake:screening-next", args=[case.ref]), "checkup-list",
        )  # fmt: skip
    if not case.institution_id and not is_screened(case):
        return NextStep(
            _("Next step: screen for urgent risks"), _("No screening yet."),
            pgettext("button", "Start screening"),
            reverse("intake:screening-new", args=[case.ref]), "checkup-list",
        )  # fmt: skip
    return None


STAGES = (CaseStage("intake", 10, gettext_lazy("Intake"), intake_progress),)
