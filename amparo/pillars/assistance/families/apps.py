"""Families, as an app of the house."""

from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    name = "amparo.pillars.assistance.families"
    label = "families"

    def ready(self):
        from .gate_evidence import offer_all
        from .receivers import connect
        from .telling import tell

        tell()
        offer_all()
        connect()
