"""Citations of law: which instrument, and which of its articles; whether one covers another.

Pure Python.
"""

import re
from typing import NamedTuple

_WORD = re.compile(r"^(?:art(?:icle|iculo|ículo|igo)?s?\.?|المادة|مادة)\s*", re.IGNORECASE)
_RANGE = re.compile(r"(\d+)[-–](\d+)")
_LEADING = re.compile(r"\d+")


class Citation(NamedTuple):
    """An instrument by its code, and one of its articles as `6` or `10(1)`; empty: all of it."""

    instrument: str
    article: str = ""


def clean_article(text: str) -> str:
    """An article without the word before it and without spaces: `art. 10 (1)` is `10(1)`."""
    return re.sub(r"\s+", "", _WORD.sub("", text.strip())).rstrip(".").lower()


def covers(listed: str, article: str) -> bool:
    """Whether `article` is among those listed, is a part of one of them, or holds one of them.

    `listed` is as the list of rights says it: `1,2`, `12(2),12(4)`, `8-35`. An empty article is
    the whole instrument.
    """
    wanted = clean_article(article)
    if not wanted:
        return True
    return any(_is_same(clean_article(each), wanted) for each in re.split(r"[,;]", listed))


def _is_same(listed: str, wanted: str) -> bool:
    if span := _RANGE.fullmatch(listed):
        leading = _LEADING.match(wanted)
        return leading is not None and int(span[1]) <= int(leading[0]) <= int(span[2])
    return listed == wanted or _is_part(listed, wanted) or _is_part(wanted, listed)


def _is_part(part: str, whole: str) -> bool:
    return bool(whole) and part.startswith(f"{whole}(")
