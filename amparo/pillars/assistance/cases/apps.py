"""Cases, as a Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "amparo.pillars.assistance.cases"
    label = "cases"

    def ready(self):
        from amparo.foundation.core.extension_points import audit_comparisons, notice_subjects

        from . import (
            guidance_steps,
            time_limits,  # noqa: F401 - how long each step may take
        )
        from .approval_context import CLOSURE, register_approval_kinds
        from .audit_comparison import faults
        from .case_menu import ITEMS, register_menu_items
        from .dashboards import register_dashboard_sections, register_pending_queues
        from .notice_subjects import subjects_by_case_number
        from .presenters import register_sections
        from .receivers import connect_receivers
        from .sections import SECTIONS, STAGES
        from .stages import register_stages
        from .summary import SUMMARY_SECTIONS, register_summary_sections
        from .worklists import DASHBOARD_SECTIONS, PENDING_QUEUES

        guidance_steps.register()
        connect_receivers()
        audit_comparisons.register(faults)
        notice_subjects.register(subjects_by_case_number)
        register_sections(*SECTIONS)
        register_menu_items(*ITEMS)
        register_stages(*STAGES)
        register_summary_sections(*SUMMARY_SECTIONS)
        register_approval_kinds(CLOSURE)
        register_dashboard_sections(*DASHBOARD_SECTIONS)
        register_pending_queues(*PENDING_QUEUES)
