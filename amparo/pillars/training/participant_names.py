"""Names, addresses and phones of participants as they are compared. Without Django.

The same person is written in many ways: capitals, accents, order of names, country codes. What is
returned is hashed before it is stored.
"""

import re
import unicodedata
from collections.abc import Iterator

# How much of each word is indexed: who types more is found by the longest that fits.
PREFIXES = (3, 4, 6)
MOST_WORDS = 8
_WORD = re.compile(r"[^\W_]+")
_EMAIL = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\"]+\.[^@\s,;<>()\"]{2,}")
_ARABIC_FORMS = str.maketrans("أإآٱىةؤئ", "ااااي" + "هوي")
_PHONE_DIGITS = 8


def fold(text: str) -> str:
    """As somebody in a hurry types it: small letters, without accents and signs above."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(_WORD.findall(plain.replace("ـ", "").translate(_ARABIC_FORMS)))


def words_of(text: str) -> list[str]:
    return fold(text).split()[:MOST_WORDS]


def name_tokens(name: str) -> Iterator[str]:
    """Yields the beginnings of each word of a name, each once."""
    found = {word[:length] for word in words_of(name) for length in PREFIXES}
    yield from sorted(found)


def query_tokens(text: str) -> list[str]:
    """Returns, for each word that is searched for, the beginning by which it is indexed."""
    return [_indexed(word) for word in words_of(text)]


def _indexed(word: str) -> str:
    fits = [length for length in PREFIXES if length <= len(word)]
    return word[: max(fits, default=PREFIXES[0])]


def name_key(text: str) -> str:
    """Returns the words of a name in an order of their own; "" where there is none."""
    return " ".join(sorted(words_of(text)))


def phone_key(text: str) -> str:
    """Returns the last digits of a phone, the same with and without the code of the country."""
    digits = "".join(str(unicodedata.digit(each)) for each in text if each.isdigit())
    return digits[-_PHONE_DIGITS:] if len(digits) >= _PHONE_DIGITS - 1 else ""


def plain_email(text: str) -> str:
    """Returns an address as it is compared; "" where it is none."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    return plain if _EMAIL.fullmatch(plain) else ""


def emails_in(text: str) -> list[str]:
    """Returns the addresses that stand in a cell, each once, in their order."""
    found = _EMAIL.findall(unicodedata.normalize("NFKC", text))
    return list({each.casefold(): each for each in reversed(found)}.values())[::-1]


def masked_email(address: str) -> str:
    """Returns an address of which only its owner knows the rest: a•••@police.example."""
    name, at, host = address.partition("@")
    return f"{name[:1]}•••{at}{host}" if at else ""
