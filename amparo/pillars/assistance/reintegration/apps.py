"""Reintegration, as a Django app."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ReintegrationConfig(AppConfig):
    name = "amparo.pillars.assistance.reintegration"
    label = "reintegration"

    def ready(self):
        from amparo.foundation.standards.extension_points import GuidanceStep
        from amparo.foundation.standards.practice import register_step_checks
        from amparo.foundation.standards.step_guidance import register_steps

        from .pathway import register_pathway
        from .receivers import connect

        connect()
        register_pathway()
        plan = GuidanceStep("reintegration.plan", pgettext_lazy("title", "Reintegration plan"))
        register_steps(plan)
        register_step_checks(plan)
