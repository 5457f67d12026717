"""Child protection, as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChildProtectionConfig(AppConfig):
    name = "amparo.pillars.assistance.child_protection"
    label = "child_protection"

    def ready(self):
        from amparo.foundation.standards.extension_points import GuidanceStep
        from amparo.foundation.standards.practice import register_step_checks
        from amparo.foundation.standards.step_guidance import register_steps

        from .check_evidence import offer_all
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
