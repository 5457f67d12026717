"""Protection: observations, incidents, risk assessments, capacity of duty bearers, code lists."""

from django.apps import AppConfig

from amparo.foundation.core.extension_points import code_list_sources, organization_panels


class ProtectionConfig(AppConfig):
    name = "amparo.foundation.protection"

    def ready(self):
        from amparo.foundation.core.organization_panels import OrganizationPanel

        from .bundled_lists import bundled_codes
        from .capacity import capacity_of

        code_list_sources.register(bundled_codes)
        organization_panels.register(
            OrganizationPanel("protection/capacity_panel.html", capacity_of)
        )
