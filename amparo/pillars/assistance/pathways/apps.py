"""What pathways of a case share, as a Django app."""

from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "amparo.pillars.assistance.pathways"
    label = "pathways"

    def ready(self):
        from ..assessment.extension_points import flag_proposals
        from ..cases.dashboards import register_dashboard_sections
        from ..cases.extension_points import restriction_checks
        from ..cases.presenters import register_sections
        from .base import proposed_by, require_restriction_allowed
        from .presenters import SECTIONS
        from .worklists import DASHBOARD_SECTIONS

        restriction_checks.register(require_restriction_allowed)
        flag_proposals.register(proposed_by)
        register_sections(*SECTIONS)
        register_dashboard_sections(*DASHBOARD_SECTIONS)
