"""Law: what is known of instruments, provisions, ratifications and frameworks, and since when."""

from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "amparo.foundation.law"
    label = "law"

    def ready(self):
        from amparo.foundation.core.extension_points import shipped_text_sources

        from . import receivers  # noqa: F401 - the reference lists are loaded
        from .shipped import shipped_texts

        shipped_text_sources.register(shipped_texts)
