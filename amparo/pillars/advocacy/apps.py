"""Advocacy, as an app of the house."""

from django.apps import AppConfig

from amparo.foundation.trust.shipped import bring


class AdvocacyConfig(AppConfig):
    name = "amparo.pillars.advocacy"

    def ready(self):
        from .hearing import listen
        from .shipped import shipped

        bring(shipped)
        listen()
