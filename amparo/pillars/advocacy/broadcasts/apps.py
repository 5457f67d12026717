"""Broadcasts, as an app of the product."""

from django.apps import AppConfig


class BroadcastsConfig(AppConfig):
    name = "amparo.pillars.advocacy.broadcasts"
    label = "broadcasts"
