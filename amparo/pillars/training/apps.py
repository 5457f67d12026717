"""Training: courses, training events, who took part, what they learned and what came of it."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "amparo.pillars.training"
    label = "training"

    def ready(self):
        from . import after_tasks  # noqa: F401 - follow-ups
