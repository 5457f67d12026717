"""Family tracing, as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

CODE_LISTS = {
    "sought.cause": "separation_cause",
    "sought.relation": "family_relation",
    "tracingconsent.method": "consent_method",
    "inquirernotification.method": "follow_up_mode",
}


class FamilyTracingConfig(AppConfig):
    name = "amparo.pillars.assistance.family_tracing"
    label = "family_tracing"

    def ready(self):
        from amparo.foundation.standards.extension_points import GuidanceStep
        from amparo.foundation.standards.practice import register_step_checks
        from amparo.foundation.standards.step_guidance import register_steps
        from amparo.pillars.assistance.cases.field_values import register_code_lists
        from amparo.pillars.assistance.child_protection.extension_points import sought_relatives

        from . import checks, time_limits  # noqa: F401 - conditions and limits of the house
        from .presenters import relatives_sought_by
        from .worklists import begin

        register_code_lists(CODE_LISTS)
        begin()
        sought_relatives.register(relatives_sought_by)
        steps = (
            GuidanceStep("tracing.request", _("New tracing request")),
            GuidanceStep("tracing.verification", _("Verification of a match")),
            GuidanceStep("tracing.reunification", _("Prepare reunification")),
        )
        register_steps(*steps)
        register_step_checks(*steps)
