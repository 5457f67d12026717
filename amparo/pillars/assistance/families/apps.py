"""Families, as an app of the house."""

from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    name = "amparo.pillars.assistance.families"
    label = "families"

    def ready(self):
        from .telling import tell

        tell()
