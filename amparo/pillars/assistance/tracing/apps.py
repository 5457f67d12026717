"""Tracing, as an app of the house."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

CODE_LISTS = {
    "sought.cause": "separation_cause",
    "sought.relation": "family_relation",
    "tracingconsent.method": "consent_method",
    "relativetold.method": "follow_up_mode",
}


class TracingConfig(AppConfig):
    name = "amparo.pillars.assistance.tracing"
    label = "tracing"

    def ready(self):
        from amparo.foundation.standards.extension_points import GuidanceStep
        from amparo.foundation.standards.practice import register_step_checks
        from amparo.foundation.standards.step_guidance import register_steps

        from ..told.words import register_code_lists
        from . import gates, timers  # noqa: F401 - conditions and limits of the house
        from .waiting import begin

        register_code_lists(CODE_LISTS)
        begin()
        steps = (
            GuidanceStep("tracing.request", _("New tracing request")),
            GuidanceStep("tracing.verification", _("Verification of a match")),
            GuidanceStep("tracing.reunification", _("Prepare reunification")),
        )
        register_steps(*steps)
        register_step_checks(*steps)
