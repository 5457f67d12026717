"""Fieldwork: forms, and what comes back from the field."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FieldworkConfig(AppConfig):
    name = "amparo.foundation.fieldwork"

    def ready(self):
        # What the apps above take in from telephones, and which lists they let them take along.
        autodiscover_modules("receiving", "entity_lists")
