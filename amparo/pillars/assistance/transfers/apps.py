"""Transfers of cases, as a Django app."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    name = "amparo.pillars.assistance.transfers"
    label = "transfers"

    def ready(self):
        from ..cases.approval_context import register_approval_kinds
        from ..cases.case_menu import register_menu_items
        from ..cases.dashboards import register_pending_queues
        from ..cases.presenters import register_sections
        from .presenters import APPROVAL, MENU_ITEMS, SECTIONS
        from .receivers import connect
        from .worklists import PENDING_QUEUES

        connect()
        register_sections(*SECTIONS)
        register_menu_items(*MENU_ITEMS)
        register_approval_kinds(APPROVAL)
        register_pending_queues(*PENDING_QUEUES)
