"""Trafficking, as an app of the house."""

from django.apps import AppConfig


class TraffickingConfig(AppConfig):
    name = "amparo.pillars.assistance.trafficking"
    label = "trafficking"

    def ready(self):
        from .gate import tell_the_gate
        from .pathway import register_pathway

        register_pathway()
        tell_the_gate()
