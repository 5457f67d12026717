"""Counter-trafficking, as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CounterTraffickingConfig(AppConfig):
    name = "amparo.pillars.assistance.counter_trafficking"
    label = "counter_trafficking"

    def ready(self):
        from amparo.foundation.standards.extension_points import GuidanceStep
        from amparo.foundation.standards.practice import register_step_checks
        from amparo.foundation.standards.step_guidance import register_steps

        from .checks import register_check
        from .pathway import register_pathway
        from .practice import files_determined

        register_pathway()
        register_check()
        steps = (
            GuidanceStep("trafficking.screening", _("Trafficking indicators")),
            GuidanceStep("trafficking.determination", _("Determination of victim status")),
            GuidanceStep("trafficking.reflection", _("Recovery and reflection period")),
        )
        register_steps(*steps)
        register_step_checks(*steps, counts={"trafficking.determination": files_determined})
