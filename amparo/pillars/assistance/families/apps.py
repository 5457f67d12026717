"""Families, as an app of the house."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FamiliesConfig(AppConfig):
    name = "amparo.pillars.assistance.families"
    label = "families"

    def ready(self):
        from amparo.foundation.standards.extension_points import GuidanceStep
        from amparo.foundation.standards.practice import register_step_checks
        from amparo.foundation.standards.step_guidance import register_steps

        from .gate_evidence import offer_all
        from .pathway import register_pathway
        from .practice import children_assessed
        from .receivers import connect

        register_pathway()
        offer_all()
        connect()
        steps = (
            GuidanceStep("child.age", _("Age disputed")),
            GuidanceStep("child.assessment", _("Best interests assessment (BIA)")),
            GuidanceStep("child.determination", _("Best interests determination (BID)")),
        )
        register_steps(*steps)
        register_step_checks(*steps, counts={"child.assessment": children_assessed})
