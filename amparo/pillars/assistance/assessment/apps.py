"""Assessment: protection flags."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "amparo.pillars.assistance.assessment"
    label = "assessment"

    def ready(self):
        from amparo.foundation.standards.practice import register_measures

        from . import guidance
        from .practice import MEASURES
        from .receivers import connect
        from .time_limits import register_time_limits

        register_time_limits()
        connect()
        register_measures(*MEASURES)
        guidance.register()
