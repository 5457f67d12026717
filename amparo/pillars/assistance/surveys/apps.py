"""Surveys, as an app of the house."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "amparo.pillars.assistance.surveys"
    label = "surveys"

    def ready(self):
        from .receivers import connect
        from .telling import tell

        connect()
        tell()
