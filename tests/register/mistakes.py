"""What a hurried hand does to a word, and a keyboard without accents."""

import unicodedata
from functools import lru_cache
from random import Random

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {
    sign: row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    for row in _ROWS
    for at, sign in enumerate(row)
}
# What a handwritten form is read as.
_READ_AS = (("rn", "m"), ("m", "rn"), ("n", "u"), ("u", "n"), ("cl", "d"), ("a", "o"), ("o", "a"),
            ("e", "c"), ("l", "t"), ("h", "b"), ("v", "r"), ("y", "g"), ("i", "e"))  # fmt: skip


@lru_cache(maxsize=200_000)
def plain(text: str) -> str:
    """Without accents, as many keyboards leave it."""
    if text.isascii():
        return text
    text = text.replace("đ", "d").replace("Đ", "D")
    parts = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def mistyped(text: str, chance: Random) -> str:
    """One mistake: a key beside, one left out, one twice, two exchanged, or misread by hand."""
    at = 1 + int(chance.random() * (len(text) - 2))
    turn = chance.random()
    if turn < 0.28:
        beside = _BESIDE.get(text[at].lower(), "")
        return text[:at] + (chance.choice(beside) if beside else "") + text[at + 1 :]
    if turn < 0.48:
        return text[:at] + text[at + 1 :]
    if turn < 0.6:
        return text[: at + 1] + text[at:]
    if turn < 0.78:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return _misread(text, chance)


def _misread(text: str, chance: Random) -> str:
    found = [pair for pair in _READ_AS if pair[0] in text[1:]]
    if not found:
        return text[:-1]
    what, by = chance.choice(found)
    return text[0] + text[1:].replace(what, by, 1)
