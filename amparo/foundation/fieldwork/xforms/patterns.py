"""Patterns that answers must fit, without the ones that could keep a computer busy for ever.

Python's own `re` cannot be stopped once it runs. A pattern in which one repetition holds another,
or with many repetitions in a row, is matched another way, whose time grows with the answer only.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from re import _constants as signs  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from .matching import Matcher, TooIntricate
from .problems import CannotTell, UnfitRule

LONGEST_PATTERN = 1_000
LONGEST_ANSWER = 2_000
_REPEATS = (signs.MAX_REPEAT, signs.MIN_REPEAT, signs.POSSESSIVE_REPEAT)


@lru_cache(maxsize=1024)
def prepared(pattern: str) -> Callable[[str], object]:
    """How to hold an answer against a pattern; one that no safe way can match is refused."""
    if len(pattern) > LONGEST_PATTERN:
        raise UnfitRule("risky-pattern")
    pattern = _without_anchors(_with_letters(pattern))
    try:
        if _open_repeats(parser.parse(pattern)) < 2:
            return re.compile(pattern).fullmatch
        return Matcher(pattern).fits
    except TooIntricate:
        raise UnfitRule("risky-pattern") from None
    except (re.error, OverflowError, RecursionError):
        raise UnfitRule("bad-pattern") from None


def fits(text: str, pattern: str) -> bool:
    """Whether the whole answer fits the pattern."""
    if len(text) > LONGEST_ANSWER:
        raise CannotTell("long-answer")
    try:
        return bool(prepared(pattern)(text))
    except UnfitRule as unfit:
        raise CannotTell(unfit.code) from None


def _with_letters(pattern: str) -> str:
    """Java's sign for any letter of any script, in the words of Python."""
    return pattern.replace(r"[\p{L}", r"[^\W\d_" if r"[\p{L}]" in pattern else r"[\w").replace(
        r"\p{L}", r"[^\W\d_]"
    )


def _without_anchors(pattern: str) -> str:
    """The whole answer is matched anyway; `^` at the start and `$` at the end say it again."""
    is_single = "|" not in pattern
    if is_single and pattern.startswith("^"):
        pattern = pattern[1:]
    if is_single and pattern.endswith("$") and not pattern.endswith("\\$"):
        pattern = pattern[:-1]
    return pattern


def _open_repeats(tree: Any) -> int:
    """How many repetitions could quarrel over the same letters; one inside another counts."""
    count = 0
    for sign, given in tree:
        if sign in _REPEATS:
            least, most, inner = given
            varies = least != most
            count += varies + _open_repeats(inner) + (1 if varies and _is_choosy(inner) else 0)
        else:
            count += sum(_open_repeats(each) for each in _inner(given))
    return count


def _is_choosy(tree: Any) -> bool:
    return any(
        sign is signs.BRANCH or any(_is_choosy(each) for each in _inner(given))
        for sign, given in tree
    )


def _inner(given: Any) -> list[Any]:
    if isinstance(given, parser.SubPattern):
        return [given]
    parts = given if isinstance(given, tuple | list) else ()
    found = [part for part in parts if isinstance(part, parser.SubPattern)]
    for part in parts:
        if isinstance(part, list):
            found.extend(each for each in part if isinstance(each, parser.SubPattern))
    return found
