"""Returns, as an app of the house."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "amparo.pillars.assistance.returns"
    label = "returns"
