"""Fieldwork: forms, and what comes back from the field."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FieldworkConfig(AppConfig):
    name = "amparo.foundation.fieldwork"

    def ready(self):
        autodiscover_modules("fieldwork")
