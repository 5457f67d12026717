"""Message bank, as an app of the product."""

from django.apps import AppConfig


class MessageBankConfig(AppConfig):
    name = "amparo.pillars.advocacy.message_bank"
    label = "message_bank"

    def ready(self):
        from amparo.foundation.core.extension_points import code_list_sources

        from .code_lists import shipped_lists
        from .extension_points import calendar_sources, pending_sources
        from .worklists import pending_messages, review_dates

        pending_sources.register(pending_messages)
        calendar_sources.register(review_dates)
        code_list_sources.register(shipped_lists)
