"""Message bank, as an app of the product."""

from django.apps import AppConfig


class MessageBankConfig(AppConfig):
    name = "amparo.pillars.advocacy.message_bank"
    label = "message_bank"
