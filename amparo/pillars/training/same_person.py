"""Keyed hashes by which an address is found again, and somebody who registers twice.

An address alone says nothing of who: institutions share mailboxes. Only the same name with the
same address, at the same event, is taken for the same person.
"""

import hmac
import unicodedata
from hashlib import sha256
from uuid import UUID

from amparo.foundation.core.encryption import key_ring

TATWEEL = "ـ"


def email_key(email: str) -> str:
    """Returns what is stored of an address to find it again; "" without one."""
    address = unicodedata.normalize("NFKC", email).strip().casefold()
    return _keyed(f"email|{address}") if address else ""


def person_key(event: UUID, name: str, email: str) -> str:
    """Returns what the same name and address give again at this event; "" where one is missing."""
    address, words = email_key(email), plain_name(name)
    return _keyed(f"person|{event.hex}|{address}|{words}") if address and words else ""


def plain_name(name: str) -> str:
    """Returns the words of a name without accents, vowel signs or capital letters, in one order:
    "VIDAL, Ána" is "ana vidal".
    """
    open_form = unicodedata.normalize("NFKD", name.replace(TATWEEL, "")).casefold()
    letters = (each for each in open_form if not unicodedata.category(each).startswith("M"))
    words = "".join(each if each.isalnum() else " " for each in letters if _is_shown(each))
    return " ".join(sorted(words.split()))


def without_controls(text: str) -> str:
    """Returns a name without signs that nobody sees and that turn the line around it."""
    return "".join(filter(_is_shown, text)).strip()


def _is_shown(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cf", "Cc") or letter in "\u200c\u200d"


def _keyed(said: str) -> str:
    return hmac.new(key_ring.derive("participants"), said.encode(), sha256).hexdigest()
