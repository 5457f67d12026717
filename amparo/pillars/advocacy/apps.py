"""Advocacy, as an app of the house."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.extension_points import code_list_sources


class AdvocacyConfig(AppConfig):
    name = "amparo.pillars.advocacy"

    def ready(self):
        from amparo.foundation.standards.extension_points import GuidanceStep
        from amparo.foundation.standards.practice import register_measures
        from amparo.foundation.standards.step_guidance import register_steps

        from .hearing import listen
        from .practice import MEASURES
        from .shipped import shipped

        code_list_sources.register(shipped)
        listen()
        register_measures(*MEASURES)
        register_steps(
            GuidanceStep("complaint.receive", _("Record complaint")),
            GuidanceStep("complaint.answer", _("Answer to a complaint")),
            GuidanceStep(
                "complaint.sexual_exploitation", _("Sexual exploitation and abuse by staff")
            ),
        )
