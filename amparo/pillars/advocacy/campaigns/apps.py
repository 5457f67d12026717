"""Campaigns, as an app of the product."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "amparo.pillars.advocacy.campaigns"
    label = "campaigns"

    def ready(self):
        from amparo.foundation.core.extension_points import code_list_sources
        from amparo.pillars.advocacy.message_bank.extension_points import (
            calendar_sources,
            pending_sources,
        )

        from .calendar_entries import calendar_entries
        from .code_lists import shipped_lists
        from .receivers import connect
        from .worklists import pending_items

        calendar_sources.register(calendar_entries)
        pending_sources.register(pending_items)
        connect()
        code_list_sources.register(shipped_lists)
