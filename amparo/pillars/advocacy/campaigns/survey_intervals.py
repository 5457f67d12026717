"""Proportions of a survey and their difference, with 95 % intervals. Pure.

Wilson's interval of a proportion and Newcombe's of a difference, as `core.proportions` reckons
them. The latter does not hold for the same people asked twice: those are paired, and no interval
is reckoned for them here.
"""

from dataclasses import dataclass

from amparo.foundation.core.proportions import newcombe_difference, wilson_interval


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


def proportion(yes: int, asked: int) -> Interval:
    """Returns the proportion with Wilson's interval. Raises ImpossibleCountError."""
    check_counts(yes, asked)
    return Interval(yes / asked, *wilson_interval(yes, asked))


def difference(before: tuple[int, int], after: tuple[int, int]) -> Interval:
    """Returns the share after less the share before, with Newcombe's interval.

    `before` and `after` are how many said yes, of how many. Raises ImpossibleCountError.
    """
    check_counts(*before)
    check_counts(*after)
    found = newcombe_difference(before, after)
    return Interval(found.value, found.low, found.high)
