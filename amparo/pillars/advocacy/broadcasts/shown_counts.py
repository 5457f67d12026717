"""How many subscribers are shown to colleagues: never a number from one to four. Without Django.

Each number is shown as it is from five on, else as "fewer than 5". A sum beside hidden numbers
would give them away: then it is said as "at least".
"""

from collections.abc import Iterable
from dataclasses import dataclass

FEW = 5


@dataclass(frozen=True)
class ShownCount:
    """`number` is None where it is hidden; `is_at_least` where hidden numbers are left out."""

    number: int | None
    is_at_least: bool = False

    @property
    def is_hidden(self) -> bool:
        return self.number is None


def shown(count: int) -> ShownCount:
    return ShownCount(None if 0 < count < FEW else count)


def shown_sum(counts: Iterable[int]) -> ShownCount:
    """Returns the sum of these as far as they are shown. A single number is shown as itself."""
    found = [each for each in counts if each]
    if len(found) < 2:
        return shown(sum(found))
    open_ones = [each for each in found if each >= FEW]
    if len(open_ones) == len(found):
        return ShownCount(sum(found))
    return ShownCount(sum(open_ones), is_at_least=True) if open_ones else ShownCount(None)
