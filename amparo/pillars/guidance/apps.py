"""Guidance: standards and tools are written, endorsed, translated, found and used."""

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "amparo.pillars.guidance"
    label = "guidance"

    def ready(self):
        from amparo.foundation.links.extension_points import institution_panels
        from amparo.foundation.standards.extension_points import (
            endorsed_subjects,
            guidance_providers,
        )

        from . import worklists
        from .institution_panels import guidance_for_officials
        from .models.editions import SUBJECT
        from .step_cards import cards_beside, find_editions

        endorsed_subjects.register(SUBJECT, find_editions)
        guidance_providers.register(cards_beside)
        worklists.register()
        institution_panels.register(guidance_for_officials)
