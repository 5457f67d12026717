"""Addresses of subscribers: one form for each number and mail address, and its keyed hash.

The hash is made with a key of its own: no number of a case file is found by it, and no
subscription by the hash that text messages to persons have.
"""

import hmac
import unicodedata
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.people.messaging.recipients import time_zones_of, to_e164

from .time_zones import outermost_time_zones

PURPOSE = "subscriptions"
MAIL_LETTERS = 254


class Channel(models.TextChoices):
    """By what a subscriber gets messages."""

    SMS = "sms", pgettext_lazy("channel", "SMS")
    WHATSAPP = "whatsapp", gettext_lazy("WhatsApp")
    EMAIL = "email", pgettext_lazy("channel", "Email")

    @property
    def is_telephone(self) -> bool:
        return self != Channel.EMAIL


def read_address(text: str, channel: str, country: str = "") -> str:
    """Returns a number as +59170012345, or a mail address in small letters; "" where it is none.

    A number without the code of its country is one of `country`.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if channel == Channel.EMAIL:
        return _mail_address(plain)
    if "@" in plain:
        return ""
    # Digits of any script (٥, ५) are digits.
    number = "".join(str(int(each)) if each.isdecimal() else each for each in plain)
    return to_e164(f"+{number[2:]}" if number.startswith("00") else number, country)


def _mail_address(text: str) -> str:
    folded = text.casefold()
    try:
        validate_email(folded)
    except ValidationError:
        return ""
    return folded if len(folded) <= MAIL_LETTERS else ""


def address_key(address: str) -> str:
    """Returns the keyed hash by which a subscription is found again."""
    return hmac.new(key_ring.derive(PURPOSE), address.encode(), sha256).hexdigest()


def zone_names_of(address: str, channel: str) -> str:
    """Returns the time zones of the country of a number, "" for mail and where that is not
    known: of many, the ones furthest to the west and to the east.
    """
    if channel == Channel.EMAIL:
        return ""
    return ",".join(outermost_time_zones(time_zones_of(address), now()))


def masked(address: str) -> str:
    """Returns an address of which only its owner knows the rest: +591 •••345, a•••@example.org."""
    name, at, host = address.partition("@")
    return f"{name[:1]}•••{at}{host}" if at else f"•••{address[-3:]}"
