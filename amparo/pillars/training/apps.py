"""Training: courses, training events, who took part, what they learned and what came of it."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "amparo.pillars.training"
    label = "training"

    def ready(self):
        from amparo.foundation.core.extension_points import bulk_conditions

        from . import tasks  # noqa: F401 - reminders
        from .requirements import suspended_because

        bulk_conditions.register(suspended_because)
