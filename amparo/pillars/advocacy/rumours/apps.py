"""Rumours, as an app of the product."""

from django.apps import AppConfig


class RumoursConfig(AppConfig):
    name = "amparo.pillars.advocacy.rumours"
    label = "rumours"

    def ready(self):
        from amparo.foundation.core.extension_points import code_list_sources
        from amparo.pillars.advocacy.message_bank.extension_points import (
            calendar_sources,
            pending_sources,
            wording_checks,
        )

        from .code_lists import shipped_lists
        from .receivers import connect, refuse_repeated_text
        from .worklists import days_of_rumours, pending_rumours

        connect()
        wording_checks.register(refuse_repeated_text)
        pending_sources.register(pending_rumours)
        calendar_sources.register(days_of_rumours)
        code_list_sources.register(shipped_lists)
