"""Scales: from values to places, with ticks at round numbers."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Scale:
    """Maps `low`…`high` in proportion to `start`…`end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / ((self.high - self.low) or 1)
        return self.start + share * (self.end - self.start)

    def length(self, value: float) -> float:
        """How long a bar is that stands for `value`: from zero, never below it."""
        return abs(self(value) - self(0))


def find_ticks(values: Iterable[float], count: int = 4, *, is_whole: bool = False) -> list[float]:
    """Round numbers, evenly spaced, from zero or below to the greatest value or above.

    About `count` steps; at whole numbers only with `is_whole`.
    """
    values = [0.0, *values]
    low, high = min(values), max(values)
    step = _round_step((high - low) / count or 1 / count)
    step = max(1.0, float(math.ceil(step))) if is_whole else step
    first, last = math.floor(low / step), math.ceil(high / step)
    return [_tidy(step * each) for each in range(first, max(last, first + 1) + 1)]


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next((each * power for each in _STEPS if each * power >= rough * 0.999), 10 * power)


def _tidy(value: float) -> float:
    return float(f"{value:.12g}") + 0.0  # no -0.0, no 0.30000000000000004


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """The places, moved apart until neighbours are `gap` apart, in the order they had.

    They stay between `low` and `high` if there is room; else they run over `high`.
    """
    order = sorted(range(len(places)), key=lambda each: places[each])
    moved = [max(low, min(high, places[each])) for each in order]
    for at in range(1, len(moved)):
        moved[at] = max(moved[at], moved[at - 1] + gap)
    limit = max(high, low + gap * (len(moved) - 1))
    for at in range(len(moved) - 1, -1, -1):
        moved[at] = min(moved[at], limit - gap * (len(moved) - 1 - at))
    found = [0.0] * len(places)
    for at, each in enumerate(order):
        found[each] = moved[at]
    return found
