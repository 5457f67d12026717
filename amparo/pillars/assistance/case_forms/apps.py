"""Forms about cases, as a Django app."""

from django.apps import AppConfig


class CaseFormsConfig(AppConfig):
    name = "amparo.pillars.assistance.case_forms"
    label = "case_forms"

    def ready(self):
        from ..cases.case_menu import register_menu_items
        from . import refused_submissions  # noqa: F401 - what is known at once of refused answers
        from .exports import register_answers
        from .presenters import MENU_ITEMS

        register_answers()
        register_menu_items(*MENU_ITEMS)
