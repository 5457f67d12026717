"""Protection: risks, rights and the words they are described with."""

from django.apps import AppConfig

from amparo.foundation.core.code_lists.bundled import register_code_lists


class ProtectionConfig(AppConfig):
    name = "amparo.foundation.protection"

    def ready(self):
        from .bundled_lists import bundled_codes

        register_code_lists(bundled_codes)
