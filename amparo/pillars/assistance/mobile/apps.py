"""Casework without network, as a Django app."""

from django.apps import AppConfig


class MobileConfig(AppConfig):
    name = "amparo.pillars.assistance.mobile"
    label = "mobile"

    def ready(self):
        from . import held_entries  # noqa: F401 - what is known at once of entries that wait
