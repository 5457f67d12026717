"""Configuration of what operates an installation: its commands and templates, no models."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Brings the commands `serve`, `doctor`, `backup`, `restore`, `move` and `account`."""

    name = "amparo.ops"
