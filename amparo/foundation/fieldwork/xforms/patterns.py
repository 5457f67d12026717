"""Patterns that answers must fit, without the ones that could keep a computer busy for ever.

Python's own `re` cannot be stopped once it runs. So a pattern in which one repetition holds
another is refused beforehand, and a pattern with many repetitions only meets short answers.
"""

import re
from functools import lru_cache
from re import _constants as signs  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from .problems import CannotTell, UnfitRule

LONGEST_PATTERN = 1000
_EFFORT = 10_000_000
_REPEATS = (signs.MAX_REPEAT, signs.MIN_REPEAT, signs.POSSESSIVE_REPEAT)
_FEW = 20


@lru_cache(maxsize=1024)
def prepared(pattern: str) -> tuple[re.Pattern[str], int]:
    """The pattern, and the longest answer that it may meet."""
    if len(pattern) > LONGEST_PATTERN:
        raise UnfitRule("risky-pattern")
    pattern = pattern.replace(r"\p{L}", r"[^\W\d_]").replace("[[^\\W\\d_]", r"[\w")
    try:
        tree = parser.parse(pattern)
        loops = _loops(tree, is_inside=False)
        return re.compile(pattern), _longest(loops)
    except (re.error, OverflowError, RecursionError):
        raise UnfitRule("bad-pattern") from None


def fits(text: str, pattern: str) -> bool:
    """Whether the whole answer fits the pattern."""
    try:
        compiled, longest = prepared(pattern)
    except UnfitRule as unfit:
        raise CannotTell(unfit.code) from None
    if len(text) > longest:
        raise CannotTell("risky-pattern")
    return compiled.fullmatch(text) is not None


def _longest(loops: int) -> int:
    return 100_000 if loops < 2 else int(_EFFORT ** (1 / loops))


def _loops(tree: Any, *, is_inside: bool) -> int:
    """How many open repetitions stand in a row; one inside another is refused."""
    count = 0
    for sign, given in tree:
        if sign in _REPEATS:
            count += _loops_of_repeat(given, is_inside)
        elif sign is signs.BRANCH:
            if is_inside:
                raise UnfitRule("risky-pattern")
            count += sum(_loops(branch, is_inside=False) for branch in given[1])
        else:
            count += sum(_loops(each, is_inside=is_inside) for each in _inner(given))
    return count


def _loops_of_repeat(given: Any, is_inside: bool) -> int:
    least, most, inner = given
    is_open = most == signs.MAXREPEAT or most > _FEW
    varies = least != most
    if is_inside and varies:
        raise UnfitRule("risky-pattern")
    return int(is_open and varies) + _loops(inner, is_inside=is_inside or (varies and most > 1))


def _inner(given: Any) -> list[Any]:
    if isinstance(given, parser.SubPattern):
        return [given]
    parts = given if isinstance(given, tuple | list) else ()
    return [part for part in parts if isinstance(part, parser.SubPattern)]
