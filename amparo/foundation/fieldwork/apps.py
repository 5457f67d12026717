"""Fieldwork: forms, and what comes back from the field."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FieldworkConfig(AppConfig):
    name = "amparo.foundation.fieldwork"

    def ready(self):
        from .kept_here import tell

        tell()
        autodiscover_modules("landings", "fieldwork")
