"""Advocacy, as an app of the house."""

from django.apps import AppConfig

from amparo.foundation.core.extension_points import code_list_sources


class AdvocacyConfig(AppConfig):
    name = "amparo.pillars.advocacy"

    def ready(self):
        from amparo.foundation.standards.practice import register_measures

        from .hearing import listen
        from .practice import MEASURES
        from .shipped import shipped

        code_list_sources.register(shipped)
        listen()
        register_measures(*MEASURES)
