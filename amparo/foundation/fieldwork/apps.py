"""Fieldwork: forms, and what comes back from the field."""

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "amparo.foundation.fieldwork"

    def ready(self):
        from .kept_here import tell

        tell()
