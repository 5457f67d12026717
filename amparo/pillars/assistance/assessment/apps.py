"""Assessment: protection flags."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "amparo.pillars.assistance.assessment"
    label = "assessment"

    def ready(self):
        from amparo.foundation.standards.practice import register_measures

        from ..cases.approval_context import register_approval_kinds
        from ..cases.case_menu import register_menu_items
        from ..cases.caseload_filters import register_case_filters
        from ..cases.dashboards import register_dashboard_sections, register_pending_queues
        from ..cases.extension_points import case_marks, workload_figures
        from ..cases.presenters import register_sections
        from ..cases.stages import register_stages
        from ..cases.summary import register_summary_sections
        from . import guidance
        from .practice import MEASURES
        from .presenters import APPROVAL, MARK, MENU_ITEMS, SECTIONS
        from .queries import CASE_FILTERS
        from .receivers import connect
        from .stages import STAGES
        from .summary import SUMMARY_SECTIONS
        from .time_limits import register_time_limits
        from .worklists import DASHBOARD_SECTIONS, FIGURE, PENDING_QUEUES

        register_time_limits()
        connect()
        register_measures(*MEASURES)
        guidance.register()
        register_sections(*SECTIONS)
        register_menu_items(*MENU_ITEMS)
        register_stages(*STAGES)
        register_summary_sections(*SUMMARY_SECTIONS)
        register_approval_kinds(APPROVAL)
        register_case_filters(*CASE_FILTERS)
        case_marks.register(MARK)
        workload_figures.register(FIGURE)
        register_dashboard_sections(*DASHBOARD_SECTIONS)
        register_pending_queues(*PENDING_QUEUES)
