"""Case plans and follow-up, as a Django app."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "amparo.pillars.assistance.planning"
    label = "planning"

    def ready(self):
        from ..cases.approval_context import register_approval_kinds
        from ..cases.case_menu import register_menu_items
        from ..cases.extension_points import closure_checks, closure_facts, closure_goals
        from ..cases.presenters import register_sections
        from ..cases.stages import register_stages
        from ..cases.summary import register_summary_sections
        from .closure_rules import check_contact_attempts, goals_of_closure
        from .presenters import APPROVAL, CLOSURE_FACTS, MENU_ITEMS, SECTIONS
        from .stages import STAGES
        from .summary import SUMMARY_SECTIONS

        closure_checks.register(check_contact_attempts)
        closure_goals.register(goals_of_closure)
        register_sections(*SECTIONS)
        register_menu_items(*MENU_ITEMS)
        register_stages(*STAGES)
        register_summary_sections(*SUMMARY_SECTIONS)
        register_approval_kinds(APPROVAL)
        closure_facts.register(CLOSURE_FACTS)
