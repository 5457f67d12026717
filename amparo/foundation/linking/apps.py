"""Linking: whom two organizations both know, without a name."""

from django.apps import AppConfig


class LinkingConfig(AppConfig):
    name = "amparo.foundation.linking"

    def ready(self):
        from .telling import tell

        tell()
