"""App configuration of fieldwork."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FieldworkConfig(AppConfig):
    name = "amparo.foundation.fieldwork"

    def ready(self):
        from amparo.foundation.core.extension_points import shipped_text_sources

        from . import standard_forms
        from .answers import register_submission_answers

        register_submission_answers()
        shipped_text_sources.register(standard_forms.shipped_texts)
        # Fields that forms may fill, handlers of submissions, lists and commands for devices.
        autodiscover_modules("form_mapping", "submissions", "entity_lists", "offline")
