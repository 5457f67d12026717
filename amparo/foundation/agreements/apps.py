"""Agreements: who agreed what with whom, until when, and what each owes."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "amparo.foundation.agreements"
    label = "agreements"

    def ready(self):
        from amparo.foundation.core.extension_points import organization_panels
        from amparo.foundation.core.organization_panels import OrganizationPanel

        from .panels import agreements_of

        organization_panels.register(
            OrganizationPanel("agreements/organization_panel.html", agreements_of)
        )
