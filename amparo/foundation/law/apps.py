"""Law: what is known of instruments, provisions, ratifications and frameworks, and since when."""

from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "amparo.foundation.law"
    label = "law"

    def ready(self):
        from . import receivers  # noqa: F401 - the reference lists are loaded
