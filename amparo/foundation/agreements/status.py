"""How an agreement stands on a day: from its periods, its signatures, its notice and its end.

Pure Python. An agreement counts as in force only where that is known: a signature that nobody
recorded is missing, and a day between two periods belongs to neither.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)
# Two sides make an agreement.
FEWEST_PARTIES = 2


class State(StrEnum):
    UNSIGNED = "unsigned"  # not signed by all of those who made it
    FUTURE = "future"  # signed by all, and not begun
    IN_FORCE = "in_force"
    ENDING = "ending"  # in force, and within its notice
    ENDED = "ended"


IN_FORCE = (State.IN_FORCE, State.ENDING)


@dataclass(frozen=True, slots=True)
class Period:
    """A time for which it was agreed; without a last day it is open-ended."""

    starts_on: date
    ends_on: date | None = None

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Signature:
    """One party that signs: when it did, its last day as a party, and whether it joined later."""

    signed_on: date | None = None
    until: date | None = None
    has_joined_later: bool = False

    def is_party_on(self, day: date) -> bool:
        return self.until is None or day <= self.until

    def has_signed_by(self, day: date) -> bool:
        return self.signed_on is not None and self.signed_on <= day

    def is_bound_on(self, day: date) -> bool:
        return self.is_party_on(day) and self.has_signed_by(day)


def is_signed_by_all(signatures: Sequence[Signature], day: date) -> bool:
    """Whether those who made it have signed. Who joins later binds only itself; who left before it
    signed is not waited for.
    """
    makers = [each for each in signatures if not each.has_joined_later]
    waited_for = [each for each in makers if each.is_party_on(day) or each.has_signed_by(day)]
    signed = [each for each in waited_for if each.has_signed_by(day)]
    return len(signed) == len(waited_for) and len(signed) >= FEWEST_PARTIES


def state_on(
    day: date,
    *,
    periods: Sequence[Period],
    signatures: Sequence[Signature],
    ended_on: date | None = None,
    notice_from: date | None = None,
) -> State:
    """The state on a day. `periods` are in order; `ended_on` is its last day, where it ended or
    ends early; from `notice_from` on it is within its notice.
    """
    if ended_on is not None and ended_on < day:
        return State.ENDED
    if not is_signed_by_all(signatures, day):
        return State.UNSIGNED
    if _is_over(periods, signatures, day):
        return State.ENDED
    if not any(each.covers(day) for each in periods):
        return State.FUTURE
    is_ending = ended_on is not None or (notice_from is not None and notice_from <= day)
    return State.ENDING if is_ending else State.IN_FORCE


def _is_over(periods: Sequence[Period], signatures: Sequence[Signature], day: date) -> bool:
    last = periods[-1].ends_on if periods else None
    if last is not None and last < day:
        return True
    return sum(each.is_bound_on(day) for each in signatures) < FEWEST_PARTIES


def notice_from(ends_on: date | None, notice_days: int) -> date | None:
    """The last day on which notice is in time; None for what is open-ended."""
    return None if ends_on is None else ends_on - timedelta(days=notice_days)


def next_period(period: Period) -> Period:
    """The same length again, from the day after. Whole months stay whole months.

    Raises ValueError for an open-ended period.
    """
    if period.ends_on is None:
        raise ValueError("What is open-ended has no next period.")
    start = period.ends_on + ONE_DAY
    months = _months_between(period.starts_on, start)
    if months and add_months(period.starts_on, months) == start:
        return Period(start, add_months(start, months) - ONE_DAY)
    return Period(start, start + (period.ends_on - period.starts_on))


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _months_between(first: date, later: date) -> int:
    return (later.year - first.year) * 12 + later.month - first.month
