"""Gates, as an app of the house."""

from django.apps import AppConfig


class GatesConfig(AppConfig):
    name = "amparo.pillars.assistance.gates"
    label = "gates"
