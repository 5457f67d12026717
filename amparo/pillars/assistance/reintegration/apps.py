"""Reintegration, as an app of the house."""

from django.apps import AppConfig


class ReintegrationConfig(AppConfig):
    name = "amparo.pillars.assistance.reintegration"
    label = "reintegration"

    def ready(self):
        from .arriving import connect
        from .pathway import register_pathway

        connect()
        register_pathway()
