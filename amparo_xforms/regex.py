"""Regular expressions of constraints, matched in linear time where Python's `re` would not be.

`re` cannot be stopped once it runs. A pattern in which one repetition holds another, or with many
repetitions in a row, is matched by `Matcher`, whose time grows with the answer only.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from re import _constants as signs  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from .validation import CannotTell, UnfitRule

MOST_STATES = 1_000
_LETTERS = (signs.LITERAL, signs.NOT_LITERAL, signs.IN, signs.ANY, signs.RANGE, signs.CATEGORY)
_REPEATS = (signs.MAX_REPEAT, signs.MIN_REPEAT)
_CLASSES: dict[Any, str] = {
    signs.CATEGORY_DIGIT: r"\d",
    signs.CATEGORY_NOT_DIGIT: r"\D",
    signs.CATEGORY_SPACE: r"\s",
    signs.CATEGORY_NOT_SPACE: r"\S",
    signs.CATEGORY_WORD: r"\w",
    signs.CATEGORY_NOT_WORD: r"\W",
}


class TooIntricate(Exception):  # noqa: N818 - says which patterns need another way
    """The pattern looks ahead, looks back, or is far too long for this way of matching."""


class Matcher:
    """A pattern as states and the letters that lead from one to the next."""

    def __init__(self, pattern: str):
        self._letters: list[tuple[re.Pattern[str], int] | None] = []
        self._free: list[list[int]] = []
        start = self._state()
        tree = parser.parse(pattern)
        if tree.state.flags & ~re.UNICODE:
            raise TooIntricate
        self._end = self._sequence(tree, start)
        self._start = self._spread({start})

    def fits(self, text: str) -> bool:
        now = self._start
        for letter in text:
            after = set()
            for state in now:
                step = self._letters[state]
                if step is not None and step[0].fullmatch(letter):
                    after.add(step[1])
            now = self._spread(after)
            if not now:
                return False
        return self._end in now

    def _state(self) -> int:
        if len(self._free) >= MOST_STATES:
            raise TooIntricate
        self._letters.append(None)
        self._free.append([])
        return len(self._free) - 1

    def _spread(self, states: set[int]) -> set[int]:
        found, waiting = set(states), list(states)
        while waiting:
            for state in self._free[waiting.pop()]:
                if state not in found:
                    found.add(state)
                    waiting.append(state)
        return found

    def _sequence(self, tree: Any, start: int) -> int:
        for sign, given in tree:
            start = self._part(sign, given, start)
        return start

    def _part(self, sign: Any, given: Any, start: int) -> int:
        if sign in _LETTERS:
            begin, end = self._state(), self._state()
            self._free[start].append(begin)
            self._letters[begin] = (re.compile(_letter(sign, given), re.DOTALL), end)
            return end
        if sign in _REPEATS:
            least, most, inner = given
            return self._repeat(least, most, inner, start)
        if sign is signs.BRANCH:
            end = self._state()
            for branch in given[1]:
                begin = self._state()
                self._free[start].append(begin)
                self._free[self._sequence(branch, begin)].append(end)
            return end
        if sign is signs.SUBPATTERN and not given[1] and not given[2]:
            return self._sequence(given[3], start)
        raise TooIntricate

    def _repeat(self, least: int, most: int, inner: Any, start: int) -> int:
        for _time in range(least):
            start = self._sequence(inner, start)
        end = self._state()
        self._free[start].append(end)
        if most == signs.MAXREPEAT:
            begin = self._state()
            self._free[start].append(begin)
            last = self._sequence(inner, begin)
            self._free[last].extend((begin, end))
            return end
        for _time in range(most - least):
            begin = self._state()
            self._free[start].append(begin)
            start = self._sequence(inner, begin)
            self._free[start].append(end)
        return end


def _letter(sign: Any, given: Any) -> str:
    """The pattern of a single letter."""
    if sign is signs.LITERAL:
        return re.escape(chr(given))
    if sign is signs.NOT_LITERAL:
        return f"[^{re.escape(chr(given))}]"
    if sign is signs.ANY:
        return r"[^\n]"
    if sign is signs.RANGE:
        return f"{re.escape(chr(given[0]))}-{re.escape(chr(given[1]))}"
    if sign is signs.CATEGORY:
        return _CLASSES[given]
    is_not = bool(given) and given[0][0] is signs.NEGATE
    inner = "".join(_letter(*each) for each in given[is_not:])
    return f"[{'^' * is_not}{inner}]"


# Preparation of patterns

LONGEST_PATTERN = 1_000
LONGEST_ANSWER = 2_000
_ALL_REPEATS = (signs.MAX_REPEAT, signs.MIN_REPEAT, signs.POSSESSIVE_REPEAT)


@lru_cache(maxsize=1024)
def compile_pattern(pattern: str) -> Callable[[str], object]:
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
        return bool(compile_pattern(pattern)(text))
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
        if sign in _ALL_REPEATS:
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
