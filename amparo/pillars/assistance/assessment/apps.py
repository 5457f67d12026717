"""Assessment: protection flags."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "amparo.pillars.assistance.assessment"
    label = "assessment"

    def ready(self):
        from . import guidance
        from .receivers import connect
        from .time_limits import register_time_limits

        register_time_limits()
        connect()
        guidance.register()
