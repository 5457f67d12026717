"""Tracing, as an app of the house."""

from django.apps import AppConfig


class TracingConfig(AppConfig):
    name = "amparo.pillars.assistance.tracing"
    label = "tracing"

    def ready(self):
        from . import gates, timers  # noqa: F401 - conditions and limits of the house
        from .telling import tell
        from .waiting import begin

        tell()
        begin()
