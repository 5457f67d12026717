"""A service in one text message: for whoever has no data, or writes it down for a friend.

A message holds 160 letters of the telephones' own alphabet (3GPP TS 23.038, 6.2.1), and only 70 as
soon as one letter is not in it: an Arabic one, or the á of a street. Latin letters are therefore
written as the alphabet has them (a for á, é stays é); nothing is ever cut in the middle.
"""

import unicodedata
from collections.abc import Iterable

LONGEST, LONGEST_OTHER = 160, 70
PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
DOUBLE = frozenset("^{}\\[~]|€")  # each takes two places
AS_WRITTEN = str.maketrans({
    "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "œ": "oe",
    "Œ": "OE", "…": "...", "·": "-", "\u00a0": " ", "\u202f": " ",
})  # fmt: skip


def text(title: str, *more: str) -> str:
    """As much as one message takes, the most needed first."""
    told = _shortened(_plain(title))
    for each in _there(more):
        longer = f"{told}. {_plain(each)}"
        if fits(longer):
            told = longer
    return told


def fits(told: str) -> bool:
    """Whether a telephone sends it as one message."""
    if all(letter in PLAIN or letter in DOUBLE for letter in told):
        return len(told) + sum(letter in DOUBLE for letter in told) <= LONGEST
    return len(told.encode("utf-16-le")) // 2 <= LONGEST_OTHER


def _shortened(title: str) -> str:
    """A name that no message holds is the one thing that is cut."""
    while not fits(title):
        title = title[:-1]
    return title


def _plain(told: str) -> str:
    return "".join(map(_letter, told.translate(AS_WRITTEN)))


def _letter(letter: str) -> str:
    """The nearest letter of the alphabet; of a script that it does not know, the letter itself."""
    if letter in PLAIN or letter in DOUBLE:
        return letter
    bare = unicodedata.normalize("NFD", letter)[0]
    return bare if bare in PLAIN else letter


def _there(parts: Iterable[str]) -> list[str]:
    return [part.strip().rstrip(".") for part in parts if part and part.strip()]
