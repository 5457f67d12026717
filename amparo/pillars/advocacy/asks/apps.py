"""Advocacy asks, as an app of the product."""

from django.apps import AppConfig


class AsksConfig(AppConfig):
    name = "amparo.pillars.advocacy.asks"
    label = "asks"
