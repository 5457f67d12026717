"""First contact, registration and screening, as a Django app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "amparo.pillars.assistance.intake"
    label = "intake"

    def ready(self):
        from amparo.foundation.core.extension_points import belief_figures

        from ..assessment.extension_points import screening_sources
        from ..cases.case_menu import register_menu_items
        from ..cases.presenters import register_sections
        from ..cases.stages import register_stages
        from .belief_figures import beliefs_around
        from .models import Screening
        from .presenters import MENU_ITEMS, SECTIONS
        from .stages import STAGES

        belief_figures.register(beliefs_around)
        screening_sources.register(Screening.objects.all)
        register_sections(*SECTIONS)
        register_menu_items(*MENU_ITEMS)
        register_stages(*STAGES)
