"""Advocacy asks, as an app of the product."""

from django.apps import AppConfig


class AsksConfig(AppConfig):
    name = "amparo.pillars.advocacy.asks"
    label = "asks"

    def ready(self):
        from amparo.foundation.links.extension_points import (
            chain_checks,
            institution_panels,
            link_kinds,
            pattern_actions,
        )

        from ..message_bank.extension_points import calendar_sources, pending_sources
        from .broken_links import broken_asks
        from .desk_panel import asks_of_institution
        from .linked import asks_kind, begin_ask
        from .models.asks import ASK
        from .worklists import calendar_of_asks, pending_asks

        link_kinds.register(ASK, asks_kind)
        chain_checks.register(broken_asks)
        institution_panels.register(asks_of_institution)
        pattern_actions.register(begin_ask)
        pending_sources.register(pending_asks)
        calendar_sources.register(calendar_of_asks)
