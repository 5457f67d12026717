"""Broadcasts, as an app of the product."""

from django.apps import AppConfig


class BroadcastsConfig(AppConfig):
    name = "amparo.pillars.advocacy.broadcasts"
    label = "broadcasts"

    def ready(self):
        from ..message_bank.extension_points import (
            calendar_sources,
            delivery_sources,
            pending_sources,
        )
        from . import (
            receivers,  # noqa: F401 - STOP, messages that are withdrawn
            tasks,  # noqa: F401 - delivery, renewals
        )
        from .audience_reach_figures import delivery_counts
        from .worklists import broadcasts_in_calendar, pending_broadcasts

        delivery_sources.register(delivery_counts)
        calendar_sources.register(broadcasts_in_calendar)
        pending_sources.register(pending_broadcasts)
