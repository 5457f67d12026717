"""Surveys, as an app of the house."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "amparo.pillars.assistance.surveys"
    label = "surveys"

    def ready(self):
        from .pathway import register_pathway
        from .receivers import connect

        connect()
        register_pathway()
