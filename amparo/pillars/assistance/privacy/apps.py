"""Data subject requests, retention and deletion, as a Django app."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "amparo.pillars.assistance.privacy"
    label = "privacy"

    def ready(self):
        from ..cases.case_menu import register_menu_items
        from ..cases.extension_points import removal_checks, retention_rules
        from ..cases.presenters import register_sections
        from .legal_hold import check_not_held
        from .presenters import MENU_ITEMS, SECTIONS
        from .retention import retention_date

        removal_checks.register(check_not_held)
        retention_rules.register(retention_date)
        register_sections(*SECTIONS)
        register_menu_items(*MENU_ITEMS)
