"""Surveys, as a Django app."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "amparo.pillars.assistance.surveys"
    label = "surveys"

    def ready(self):
        from . import validation  # noqa: F401 - kinds of problems, registered as it is loaded
        from .pathway import register_pathway
        from .receivers import connect

        connect()
        register_pathway()
