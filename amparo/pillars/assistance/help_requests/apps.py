"""Requests for help, as a Django app."""

from django.apps import AppConfig


class HelpRequestsConfig(AppConfig):
    name = "amparo.pillars.assistance.help_requests"
    label = "help_requests"

    def ready(self):
        from amparo.foundation.links.extension_points import place_figures

        from ..cases.dashboards import register_dashboard_sections, register_pending_queues
        from ..cases.presenters import register_sections
        from .place_figures import HELP_REQUESTS
        from .presenters import SECTIONS
        from .worklists import DASHBOARD_SECTIONS, PENDING_QUEUES

        place_figures.register("requests_for_help", HELP_REQUESTS)
        register_sections(*SECTIONS)
        register_dashboard_sections(*DASHBOARD_SECTIONS)
        register_pending_queues(*PENDING_QUEUES)
