"""Feedback, as an app of the product."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.extension_points import code_list_sources


class FeedbackConfig(AppConfig):
    name = "amparo.pillars.advocacy.feedback"
    label = "feedback"

    def ready(self):
        from amparo.foundation.standards.extension_points import GuidanceStep
        from amparo.foundation.standards.practice import register_measures
        from amparo.foundation.standards.step_guidance import register_steps

        from .code_lists import shipped_lists
        from .practice import MEASURES
        from .receivers import connect

        code_list_sources.register(shipped_lists)
        connect()
        register_measures(*MEASURES)
        register_steps(
            GuidanceStep("complaint.receive", _("Record complaint")),
            GuidanceStep("complaint.answer", _("Answer to a complaint")),
            GuidanceStep(
                "complaint.sexual_exploitation", _("Sexual exploitation and abuse by staff")
            ),
        )
