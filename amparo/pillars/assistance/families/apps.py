"""Families, as an app of the house."""

from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    name = "amparo.pillars.assistance.families"
    label = "families"

    def ready(self):
        from .gate_evidence import offer_all
        from .pathway import register_pathway
        from .receivers import connect

        register_pathway()
        offer_all()
        connect()
