"""Advocacy, as an app of the house."""

from django.apps import AppConfig

from amparo.foundation.core.extension_points import code_list_sources


class AdvocacyConfig(AppConfig):
    name = "amparo.pillars.advocacy"

    def ready(self):
        from .hearing import listen
        from .shipped import shipped

        code_list_sources.register(shipped)
        listen()
