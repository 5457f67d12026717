"""Telephone numbers: in the one form that networks know, and as a key that names nobody."""

import hmac
from hashlib import sha256

import phonenumbers
from phonenumbers import timezone

from amparo.foundation.trust import keyring

_UNKNOWN = "Etc/Unknown"


def dialled(text: str, country: str = "") -> str:
    """`+59170012345`, or nothing where it cannot be dialled; national ones are of `country`."""
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def key_of(number: str) -> str:
    """By which an answer is known to come from the same telephone; meaningless elsewhere."""
    return hmac.new(keyring.derive("texts"), number.encode(), sha256).hexdigest()


def last_digits(number: str) -> str:
    """Enough to tell one's own numbers apart, too little for a stranger."""
    return number[-3:]


def zones_of(number: str) -> list[str]:
    """The clocks of the country that gave the number out; none where that is not known."""
    found = timezone.time_zones_for_geographical_number(phonenumbers.parse(number))
    return [name for name in found if name != _UNKNOWN]
