"""Rumours, as an app of the product."""

from django.apps import AppConfig


class RumoursConfig(AppConfig):
    name = "amparo.pillars.advocacy.rumours"
    label = "rumours"
