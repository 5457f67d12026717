"""Widths of texts without a browser: too wide rather than too narrow, so that no label is cut."""

import unicodedata
from collections.abc import Iterable

SIZE = 12
LINE = 15  # from one line of text to the next: labels never stand nearer
ELLIPSIS = "…"

# Widths of Noto Sans and Noto Sans Arabic in parts of the size, each the widest of its group.
_NARROW = frozenset("iIjlJftr.,:;|!'’‘()[]/· \u00a0\u202f-")
_WIDE = frozenset("mwMWQO@%&—…ŒÆ")
_ARABIC_WIDE = frozenset("سشصضطظكىيتثبفقن")
_ARABIC_NARROW = frozenset("اأإآلدذرزو")
_BOLD = 1.09


def measure(text: str, size: float = SIZE, *, is_strong: bool = False) -> float:
    """How wide `text` is at most, in the units of the drawing."""
    width = sum(_letter(each) for each in text) * size
    return width * _BOLD if is_strong else width


def _letter(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn"):
        return 0
    if letter in _NARROW:
        return 0.43
    if letter in _WIDE:
        return 0.96
    if "\u0600" <= letter <= "\u06ff":
        return _arabic(letter)
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    return 0.74 if letter.isupper() else 0.64 if letter < "\u0250" else 0.95


def _arabic(letter: str) -> float:
    if letter in _ARABIC_NARROW:
        return 0.5
    return 0.98 if letter in _ARABIC_WIDE else 0.75


def widest(texts: Iterable[str], *, is_strong: bool = False) -> float:
    return max((measure(text, is_strong=is_strong) for text in texts), default=0)


def shorten(text: str, width: float, size: float = SIZE, *, is_strong: bool = False) -> str:
    """`text`, or as much of it as fits with an ellipsis; empty where not even one letter fits."""
    if measure(text, size, is_strong=is_strong) <= width:
        return text
    for end in range(len(text) - 1, 0, -1):
        tried = text[:end].rstrip() + ELLIPSIS
        if measure(tried, size, is_strong=is_strong) <= width:
            return tried
    return ""


def wrap(text: str, width: float, lines: int = 2, *, is_strong: bool = False) -> list[str]:
    """`text` in at most `lines` lines, none wider than `width`; what does not fit is shortened."""
    words = text.split()
    found: list[str] = []
    while words and len(found) < lines - 1:
        taken = _count_fitting(words, width, is_strong=is_strong)
        found.append(shorten(" ".join(words[:taken]), width, is_strong=is_strong))
        words = words[taken:]
    if words:
        found.append(shorten(" ".join(words), width, is_strong=is_strong))
    return found


def _count_fitting(words: list[str], width: float, *, is_strong: bool) -> int:
    """How many words stand on one line: one at least."""
    taken = 1
    while taken < len(words):
        if measure(" ".join(words[: taken + 1]), is_strong=is_strong) > width:
            break
        taken += 1
    return taken
