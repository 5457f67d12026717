"""How spending stands beside the time that has passed. Pure Python, in the currency of the fund.

Nothing is judged where a part of it is unknown: no budget, no last day, nothing recorded as spent.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from .budget import Standing

# So many percentage points may share of budget and share of time differ and still keep pace.
MARGIN = 15


class Pace(StrEnum):
    """How spending stands beside time."""

    UNKNOWN = "unknown"
    NOT_STARTED = "not_started"
    BEHIND = "behind"
    EVEN = "even"
    AHEAD = "ahead"
    OVER = "over"  # more is spent than there is
    ENDED = "ended"


@dataclass(frozen=True)
class Burn:
    """A budget with what is committed and spent of it, on a day of its time."""

    standing: Standing
    starts_on: date
    ends_on: date | None
    day: date
    is_closed: bool = False

    @property
    def budget(self) -> Decimal | None:
        return self.standing.amount or None

    @property
    def spent(self) -> Decimal | None:
        """None where nothing is recorded as spent: that is not the same as nothing spent."""
        return self.standing.paid or None

    @property
    def committed(self) -> Decimal | None:
        """Approved and not spent yet; None where nothing was ever approved or spent."""
        return self.standing.outstanding if self.standing.committed else None

    @property
    def spent_share(self) -> Decimal | None:
        """Of the budget, in percent."""
        return self._share(self.spent)

    @property
    def committed_share(self) -> Decimal | None:
        return self._share(self.committed)

    @property
    def time_share(self) -> Decimal | None:
        """Of all days from the first to the last, those before today: 0 to 100."""
        if self.ends_on is None:
            return None
        days = (self.ends_on - self.starts_on).days + 1
        passed = min(max((self.day - self.starts_on).days, 0), days)
        return Decimal(100) * passed / days

    @property
    def even_amount(self) -> Decimal | None:
        """What would be spent by now if each day cost the same."""
        if self.budget is None or self.time_share is None:
            return None
        return self.budget * self.time_share / 100

    @property
    def is_behind(self) -> bool:
        return self.pace is Pace.BEHIND

    @property
    def is_over_budget(self) -> bool:
        """More is committed and spent than the budget holds."""
        return self.budget is not None and self.standing.free < 0

    @property
    def pace(self) -> Pace:
        if self.spent is not None and self.spent > self.standing.amount:
            return Pace.OVER
        if self.day < self.starts_on:
            return Pace.NOT_STARTED
        if self.is_closed or (self.ends_on and self.ends_on < self.day):
            return Pace.ENDED
        if self.spent_share is None or self.time_share is None:
            return Pace.UNKNOWN
        return _pace(self.spent_share - self.time_share)

    def _share(self, amount: Decimal | None) -> Decimal | None:
        if amount is None or self.budget is None:
            return None
        return 100 * amount / self.budget


def _pace(difference: Decimal) -> Pace:
    if difference < -MARGIN:
        return Pace.BEHIND
    return Pace.AHEAD if difference > MARGIN else Pace.EVEN
