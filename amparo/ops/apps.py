"""Configuration of what operates an installation: its commands and templates, no models."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Brings the commands `serve`, `doctor`, `backup`, `restore`, `account` and others."""

    name = "amparo.ops"

    def ready(self):
        from .doctor.checks import load_checks

        load_checks()
