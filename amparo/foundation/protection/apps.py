"""Protection: observations, incidents, risk assessments, and the code lists they use."""

from django.apps import AppConfig

from amparo.foundation.core.code_lists.bundled import register_code_lists


class ProtectionConfig(AppConfig):
    name = "amparo.foundation.protection"

    def ready(self):
        from .bundled_lists import bundled_codes

        register_code_lists(bundled_codes)
