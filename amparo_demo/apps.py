"""Configuration of the demo, an app that no product code imports."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Brings the command `amparo demo`."""

    name = "amparo_demo"
