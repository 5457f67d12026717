"""Values of charts: a number, no figure at all, or a figure that is withheld."""

import math
from dataclasses import dataclass
from decimal import Decimal

type Number = int | float | Decimal


@dataclass(frozen=True)
class Hidden:
    """A figure that is there and not shown, so that nobody is recognized by it.

    `below` is the limit under which figures are withheld. Without it nothing is said of the size:
    a sum that would reveal one of its parts. A chart does not look for such sums: whoever
    withholds a figure withholds also those from which it could be reckoned.
    """

    below: int | None = None


# None is no figure: nobody counted. Neither it nor a hidden one is ever drawn as zero.
type Value = Number | Hidden | None


def check_value(value: Value, *, may_be_negative: bool = False) -> None:
    """Raises ValueError for what no chart can draw: not a number, without end, or below zero."""
    number = as_number(value)
    if number is None:
        return
    if not math.isfinite(number):
        raise ValueError(f"{value} cannot be drawn")
    if number < 0 and not may_be_negative:
        raise ValueError(f"{value} is below zero: draw it with Lines")


def as_number(value: Value) -> float | None:
    """The number itself; None where there is none to draw."""
    return None if value is None or isinstance(value, Hidden) else float(value)


def is_whole(value: Value) -> bool:
    number = as_number(value)
    return number is None or number == int(number)
