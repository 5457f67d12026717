"""By which channels this installation reaches subscribers."""

from django.conf import settings

from .addresses import Channel


def offered_channels() -> tuple[str, ...]:
    """SMS where texts are sent at all, WhatsApp only through RapidPro or TextIt and where their
    channel is said to be there, e-mail where mail leaves.
    """
    kind = settings.AMPARO_SMS_PROVIDER.partition(":")[0]
    found = [Channel.SMS]
    if kind == "rapidpro" and settings.AMPARO_BROADCAST_WHATSAPP:
        found.append(Channel.WHATSAPP)
    if settings.AMPARO_MAIL_HOST:
        found.append(Channel.EMAIL)
    return tuple(found)


def codes_in_five_minutes() -> int:
    """How many codes are sent to those who subscribe, by all of them together."""
    return settings.AMPARO_SUBSCRIPTION_CODES
