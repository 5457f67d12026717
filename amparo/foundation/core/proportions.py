"""Shares and how sure they are. Pure.

Wilson's interval without correction for continuity (Wilson 1927, J. Am. Stat. Assoc. 22:209-212)
holds for few and for shares near nothing or all. The difference of two independent shares is
Newcombe's hybrid score interval, his method 10 (Newcombe 1998, Statistics in Medicine
17:873-890), made of both Wilson intervals.

Of published shares an interval is reckoned from the numbers that are shown: one of the exact
numbers would tell them.
"""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

_NORMAL = NormalDist()


def wilson_interval(count: int, of: int, level: float = 0.95) -> tuple[float, float]:
    """Returns the interval of a share, 0 to 1. Raises ValueError where nobody was asked, or for
    more than all.
    """
    if of <= 0 or not 0 <= count <= of:
        raise ValueError("A share needs somebody of whom it is one.")
    z = _NORMAL.inv_cdf((1 + level) / 2)
    share, square = count / of, z * z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = z / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    low = 0.0 if count == 0 else max(0.0, middle - half)
    high = 1.0 if count == of else min(1.0, middle + half)
    return low, high


@dataclass(frozen=True)
class Difference:
    """How much greater the later share is, from -1 to 1, and the interval of that."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out that nothing changed."""
        return self.low > 0 or self.high < 0


def newcombe_difference(
    before: tuple[int, int], after: tuple[int, int], level: float = 0.95
) -> Difference:
    """Returns the share of `after` less that of `before`; each is a count and of how many.

    The two groups are other people. Raises ValueError as `wilson_interval`.
    """
    low_before, high_before = wilson_interval(*before, level)
    low_after, high_after = wilson_interval(*after, level)
    first, second = before[0] / before[1], after[0] / after[1]
    value = second - first
    down = sqrt((second - low_after) ** 2 + (high_before - first) ** 2)
    up = sqrt((high_after - second) ** 2 + (first - low_before) ** 2)
    return Difference(value, max(-1.0, value - down), min(1.0, value + up))
