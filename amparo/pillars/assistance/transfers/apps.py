"""Transfers of cases, as a Django app."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    name = "amparo.pillars.assistance.transfers"
    label = "transfers"

    def ready(self):
        from ..cases.approval_context import register_approval_kinds
        from ..cases.case_menu import register_menu_items
        from ..cases.dashboards import register_pending_queues
        from ..cases.extension_points import case_transfers
        from ..cases.presenters import register_sections
        from .models.transfers import cases_taken_over_since
        from .presenters import APPROVAL, MENU_ITEMS, SECTIONS
        from .receivers import connect
        from .worklists import PENDING_QUEUES

        connect()
        case_transfers.register(cases_taken_over_since)
        register_sections(*SECTIONS)
        register_menu_items(*MENU_ITEMS)
        register_approval_kinds(APPROVAL)
        register_pending_queues(*PENDING_QUEUES)
