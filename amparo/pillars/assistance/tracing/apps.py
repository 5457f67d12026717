"""Tracing, as an app of the house."""

from django.apps import AppConfig


class TracingConfig(AppConfig):
    name = "amparo.pillars.assistance.tracing"
    label = "tracing"

    def ready(self):
        from ..families.models.family_not_told import may_family_be_told
        from . import gates, timers  # noqa: F401 - conditions and limits of the house
        from .telling import tell
        from .waiting import begin
        from .withholding import obeys

        obeys(may_family_be_told)
        tell()
        begin()
