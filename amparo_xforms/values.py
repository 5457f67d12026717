"""Nodes of the record tree, and XPath conversions and comparisons of values.

The rules are those of JavaRosa, the engine inside ODK Collect: a day is a number of days since
1970, several answers where one is due count as the first, an empty answer is an empty text.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .form import Question

# Nodes: one for each answer, group, row or choice


class Node:
    """One place in the tree of answers, or in a list of choices (which has no question)."""

    __slots__ = (
        "attributes",
        "children",
        "index",
        "is_asking",
        "is_missing",
        "is_relevant",
        "is_settled",
        "name",
        "parent",
        "question",
        "row",
        "text",
    )

    def __init__(self, name: str, parent: Node | None = None, question: Question | None = None):
        self.name, self.parent, self.question = name, parent, question
        self.text = ""
        self.row = 1  # which row of its repeat this is, counting from one
        self.children: list[Node] = []
        self.attributes: dict[str, str] | None = None
        self.index: dict[tuple[str, str], dict[str, list[Node]]] | None = None
        self.is_relevant: bool | None = None
        self.is_settled = self.is_asking = self.is_missing = False
        if parent is not None:
            parent.children.append(self)

    def below(self) -> Iterator[Node]:
        """The node and everything under it, as written."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def child(self, name: str) -> Node | None:
        return next((each for each in self.children if each.name == name), None)

    def whole_text(self) -> str:
        if not self.children:
            return self.text
        return "".join(each.text for each in self.below())

    def path(self) -> str:
        """Where it stands, with the number of each row: `/data/child[2]/age`."""
        steps = []
        node: Node | None = self
        while node is not None and node.name:
            is_row = node.question is not None and node.question.is_repeat
            steps.append(f"{node.name}[{node.row}]" if is_row else node.name)
            node = node.parent
        return "/" + "/".join(reversed(steps))


Scalar = float | str | bool | date | datetime | time
Value = Scalar | list[Node]
# Phones write very large results with an E; people do not.
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*(?:E-?[0-9]{1,3})?)?|\.[0-9]+)\Z")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
_CLOCK = re.compile(r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?")
_EPOCH = date(1970, 1, 1).toordinal()
NAN = math.nan


def to_number(value: Scalar) -> float:
    if isinstance(value, float):
        return value
    if isinstance(value, str):
        return _number_in(value.strip())
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    return _days(value)


def _number_in(text: str) -> float:
    if _NUMBER.match(text):
        return float(text)
    # A day that a calculation wrote down as words is still a day.
    moment = read_date(text) or read_moment(text) if text[4:5] == "-" else None
    return NAN if moment is None else _days(moment)


def _days(moment: date | datetime | time) -> float:
    if isinstance(moment, time):
        return part_of_day(moment)
    return float(moment.toordinal() - _EPOCH)  # on phones, an hour only counts in decimal-…


def part_of_day(clock: time) -> float:
    seconds = clock.hour * 3600 + clock.minute * 60 + clock.second
    return (seconds + clock.microsecond / 1_000_000) / 86_400


def to_text(value: Scalar) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    # As on a phone: a day and an hour, put among words, is only the day.
    return value.isoformat()[:10] if isinstance(value, datetime) else value.isoformat()


def number_text(number: float) -> str:
    """A number as XPath writes it: no decimals where there are none, never an exponent."""
    if number != number:
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number):
        return str(int(number))
    written = repr(number)
    if "e" in written:
        return f"{number:.20f}".rstrip("0").rstrip(".")
    return written


def to_boolean(value: Scalar) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value == value and abs(value) > 1e-12
    return value != "" if isinstance(value, str) else True


def are_equal(left: Scalar, right: Scalar) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, float) or isinstance(right, float):
        return abs(to_number(left) - to_number(right)) < 1e-12
    return to_text(left) == to_text(right)


ORDERS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def added(left: float, right: float) -> float:
    return left + right


def divided(left: float, right: float) -> float:
    if right:
        return left / right
    if left == 0 or left != left or right != right:
        return NAN
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def remainder(left: float, right: float) -> float:
    """What is left over; it keeps the sign of what was divided."""
    if not right or math.isinf(left) or left != left or right != right:
        return NAN
    return math.fmod(left, right)


ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": divided,
    "mod": remainder,
}


def read_date(text: str) -> date | None:
    """A day written as 2026-11-26, where there is such a day."""
    match = _DAY.match(text)
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def read_moment(text: str) -> datetime | None:
    """A day and a time, by the clock of whoever wrote it; the time zone is kept."""
    day, sign, clock = text.partition("T")
    if not sign or read_date(day) is None or not _CLOCK.match(clock):
        return None
    return _iso(datetime.fromisoformat, text)


def read_clock(text: str) -> time | None:
    """A time of day such as 14:30:00.000+02:00."""
    return _iso(time.fromisoformat, text) if _CLOCK.match(text) else None


def _iso[Moment](reads: Callable[[str], Moment], text: str) -> Moment | None:
    try:
        return reads(text)
    except ValueError:
        return None
