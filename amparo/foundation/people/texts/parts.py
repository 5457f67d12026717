"""How many parts a text is sent in, and paid for: GSM 03.38 letters, else two bytes each."""

from dataclasses import dataclass

# 3GPP TS 23.038: the default alphabet, and the letters that take two places in it.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = frozenset("^{}\\[~]|€\f")
# Letters in one part, and in each of several, which also carry how they belong together.
_GSM_ONE, _GSM_EACH = 160, 153
_UCS2_ONE, _UCS2_EACH = 70, 67


@dataclass(frozen=True)
class Size:
    """How long a text is as telephones count: letters, parts, and whether plain letters do."""

    letters: int
    parts: int
    is_plain: bool


def size_of(text: str) -> Size:
    is_plain = set(text) <= _GSM | _TWICE
    if is_plain:
        widths = [2 if letter in _TWICE else 1 for letter in text]
        one, each = _GSM_ONE, _GSM_EACH
    else:
        widths = [len(letter.encode("utf-16-be")) // 2 for letter in text]
        one, each = _UCS2_ONE, _UCS2_EACH
    letters = sum(widths)
    return Size(letters, 1 if letters <= one else _pieces(widths, each), is_plain)


def _pieces(widths: list[int], most: int) -> int:
    """A letter of two places is never cut between two parts."""
    pieces, room = 1, most
    for width in widths:
        if width > room:
            pieces, room = pieces + 1, most
        room -= width
    return pieces
