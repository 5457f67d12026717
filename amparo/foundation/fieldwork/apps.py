"""Fieldwork: forms, and what comes back from the field."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FieldworkConfig(AppConfig):
    name = "amparo.foundation.fieldwork"

    def ready(self):
        from .answers import register_submission_answers

        register_submission_answers()
        # What forms may fill, what is taken in from telephones, and what these take along.
        autodiscover_modules("landings", "receiving", "entity_lists", "offline")
