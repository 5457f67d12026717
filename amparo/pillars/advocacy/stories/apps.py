"""Stories, as an app of the product."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "amparo.pillars.advocacy.stories"
    label = "stories"

    def ready(self):
        from amparo.foundation.core.extension_points import code_list_sources
        from amparo.pillars.advocacy.message_bank.extension_points import (
            calendar_sources,
            pending_sources,
        )

        from . import tasks  # noqa: F401 - the night in which a consent ends
        from .code_lists import shipped_lists
        from .worklists import calendar_entries, pending_items

        pending_sources.register(pending_items)
        calendar_sources.register(calendar_entries)
        code_list_sources.register(shipped_lists)
