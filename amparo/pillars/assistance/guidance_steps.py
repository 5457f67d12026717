"""Steps of casework beside which guidance stands: the title of the page of each."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.standards.extension_points import GuidanceStep
from amparo.foundation.standards.practice import register_step_checks
from amparo.foundation.standards.step_guidance import register_steps

STEPS = (
    GuidanceStep("case.intake", _("Register person")),
    GuidanceStep("case.screening", pgettext_lazy("step of casework", "Urgent needs")),
    GuidanceStep("case.risk", _("Assess risk")),
    GuidanceStep("case.needs", _("Assess the situation")),
    GuidanceStep("consent.record", _("Request consent")),
    GuidanceStep("consent.exception", _("Review of registration without consent")),
    GuidanceStep("case.plan", _("Case plan")),
    GuidanceStep("case.referral", _("Refer to a service")),
    GuidanceStep("referral.receive", _("Referrals received")),
    GuidanceStep("case.service", _("Record service")),
    GuidanceStep("case.follow_up", _("Record follow-up")),
    GuidanceStep("case.transfer", _("Transfer case")),
    GuidanceStep("case.conference", _("Case conference")),
    GuidanceStep("case.closure", _("Close case")),
    GuidanceStep("case.safety_alert", _("Safety alert")),
    GuidanceStep("incident.report", _("Incidents")),
    GuidanceStep("privacy.request", pgettext_lazy("crumb", "Personal data")),
    GuidanceStep("field.offline", _("Amparo, in the field")),
    GuidanceStep("interpreter.use", pgettext_lazy("step of casework", "Interpreter")),
    GuidanceStep("communication.safe", _("Safe contact")),
)


# The way of a case from the first contact to its closure.
PATHWAY = ("case.", "consent.", "referral.")


def register() -> None:
    register_steps(*STEPS)
    register_step_checks(*(step for step in STEPS if step.code.startswith(PATHWAY)))
