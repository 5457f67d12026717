"""Proportions of a survey and their difference, with 95 % intervals. Pure.

A proportion has Wilson's score interval (Wilson 1927, J. Am. Stat. Assoc. 22:209-212, without
continuity correction). The difference of two independent proportions has Newcombe's hybrid score
interval (Newcombe 1998, Statistics in Medicine 17:873-890, method 10). It does not hold for the
same people asked twice: those are paired, and no interval is reckoned for them here.
"""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

LEVEL = 0.95


class ImpossibleCountError(ValueError):
    """More said yes than were asked, nobody was asked, or a count is below nothing."""


@dataclass(frozen=True)
class Interval:
    """An estimate with its lower and upper limit; shares of one."""

    estimate: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        return self.low > 0 or self.high < 0


def check_counts(yes: int, asked: int) -> None:
    """Raises ImpossibleCountError."""
    if asked < 1 or not 0 <= yes <= asked:
        raise ImpossibleCountError(f"{yes} of {asked}")


def proportion(yes: int, asked: int, level: float = LEVEL) -> Interval:
    """Returns the proportion with Wilson's interval. Raises ImpossibleCountError."""
    check_counts(yes, asked)
    z = _z(level)
    share = yes / asked
    middle = 2 * yes + z * z
    half = z * sqrt(z * z + 4 * yes * (1 - share))
    below = 2 * (asked + z * z)
    low = 0.0 if yes == 0 else (middle - half) / below
    high = 1.0 if yes == asked else (middle + half) / below
    return Interval(share, low, high)


def difference(
    before: tuple[int, int], after: tuple[int, int], level: float = LEVEL
) -> Interval:  # fmt: skip
    """Returns the share after less the share before, with Newcombe's interval (method 10).

    `before` and `after` are how many said yes, of how many. Raises ImpossibleCountError.
    """
    was, now = proportion(*before, level), proportion(*after, level)
    gained = now.estimate - was.estimate
    down = sqrt((now.estimate - now.low) ** 2 + (was.high - was.estimate) ** 2)
    up = sqrt((now.high - now.estimate) ** 2 + (was.estimate - was.low) ** 2)
    return Interval(gained, gained - down, gained + up)


def _z(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)
