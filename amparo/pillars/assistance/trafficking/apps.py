"""Trafficking, as an app of the house."""

from django.apps import AppConfig


class TraffickingConfig(AppConfig):
    name = "amparo.pillars.assistance.trafficking"
    label = "trafficking"

    def ready(self):
        from .gate import tell_the_gate
        from .telling import tell

        tell()
        tell_the_gate()
