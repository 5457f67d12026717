"""Protection: observations, incidents, risk assessments, and the code lists they use."""

from django.apps import AppConfig

from amparo.foundation.core.extension_points import code_list_sources


class ProtectionConfig(AppConfig):
    name = "amparo.foundation.protection"

    def ready(self):
        from .bundled_lists import bundled_codes

        code_list_sources.register(bundled_codes)
