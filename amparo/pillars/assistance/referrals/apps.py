"""Referrals, as a Django app."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "amparo.pillars.assistance.referrals"
    label = "referrals"

    def ready(self):
        from amparo.foundation.links.extension_points import (
            institution_case_sources,
            institution_figures,
            institution_panels,
            pattern_sources,
        )

        from ..cases.case_menu import register_menu_items
        from ..cases.dashboards import register_pending_queues
        from ..cases.presenters import register_sections
        from .institution_cases import cases_at_institutions
        from .institution_figures import ANSWERED_IN_TIME, REFUSED
        from .institution_panels import referrals_of_institution
        from .presenters import MENU_ITEMS, SECTIONS
        from .receivers import connect
        from .unmet_patterns import unmet_cases
        from .worklists import PENDING_QUEUES

        connect()
        pattern_sources.register(unmet_cases)
        institution_case_sources.register(cases_at_institutions)
        institution_panels.register(referrals_of_institution)
        institution_figures.register("referrals_answered_in_time", ANSWERED_IN_TIME)
        institution_figures.register("referrals_refused", REFUSED)
        register_sections(*SECTIONS)
        register_menu_items(*MENU_ITEMS)
        register_pending_queues(*PENDING_QUEUES)
