"""Advocacy, as an app of the house."""

from django.apps import AppConfig

from amparo.foundation.core.code_lists.bundled import register_code_lists


class AdvocacyConfig(AppConfig):
    name = "amparo.pillars.advocacy"

    def ready(self):
        from .hearing import listen
        from .shipped import shipped

        register_code_lists(shipped)
        listen()
