"""Whether a per diem list still says what attendance says. Pure Python."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Compared:
    """Days on a list and days of attendance now, less what other lists paid. `now` is None where
    nobody recorded any.
    """

    enrolment: int
    listed: int
    now: int | None

    @property
    def difference(self) -> int | None:
        """How many days attendance now says more (or, below zero, less) than the list."""
        return None if self.now is None else self.now - self.listed

    @property
    def is_ghost(self) -> bool:
        """On the list with days, and now present on none."""
        return self.listed > 0 and not self.now

    @property
    def is_changed(self) -> bool:
        return self.now is None or self.now != self.listed


def compare(
    listed: Mapping[int, int], now: Mapping[int, int], before: Mapping[int, int],
    after: Mapping[int, int],
) -> list[Compared]:  # fmt: skip
    """Returns each line of a list beside attendance as it is now, less the days of lists that
    were paid before it and of those after it. Who is in no attendance any more has None.
    """
    found = []
    for key, days in listed.items():
        held = now.get(key)
        if held is None:
            found.append(Compared(key, days, None))
            continue
        left = max(0, held - before.get(key, 0))
        # A later list pays what was added since; what was taken away shows on that list first.
        found.append(Compared(key, days, max(min(left, days), left - after.get(key, 0))))
    return found


def owed_beside(
    listed: Mapping[int, int], now: Mapping[int, int], paid_elsewhere: Mapping[int, int]
) -> dict[int, int]:
    """Returns who is present now and on no list, with their days."""
    return {
        key: days - paid_elsewhere.get(key, 0)
        for key, days in now.items()
        if key not in listed and days > paid_elsewhere.get(key, 0)
    }
