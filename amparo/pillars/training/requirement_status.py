"""How somebody stands with a competency that their work requires: a pure rule.

A requirement begins on a day; whoever came later begins on the day they came. A competency that
was never held, or whose certificate lapsed, has a time of grace; after it, work on many records is
suspended, unless a supervisor waived it until a day. A day counts whole: a certificate that is
valid until a day is valid on it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# Days before a lapse on which somebody is warned, once each.
WARNINGS = (60, 30, 7)


class State(StrEnum):
    MET = "met"
    LAPSING = "lapsing"
    GRACE = "grace"
    WAIVED = "waived"
    SUSPENDED = "suspended"


@dataclass(frozen=True)
class Held:
    """A competency that somebody holds, or held; `until` its last valid day, None without end."""

    until: date | None


@dataclass(frozen=True)
class Status:
    """`day`: the last valid day (lapsing), of grace (grace) or of the waiver (waived); since when
    it is suspended; None where it is met.
    """

    state: State
    day: date | None = None
    was_held: bool = False

    @property
    def is_suspended(self) -> bool:
        return self.state == State.SUSPENDED


def find_status(
    held: Held | None, *, applies_from: date, grace_days: int, waived_until: date | None,
    today: date,
) -> Status:  # fmt: skip
    """Returns how it stands on a day. Nothing known is never enough: without `held`, grace runs
    from the day on which the requirement applies.
    """
    if held is not None and held.until is None:
        return Status(State.MET, was_held=True)
    if held is not None and held.until is not None and today <= held.until:
        is_near = held.until - today <= timedelta(days=WARNINGS[0])
        return (
            Status(State.LAPSING, held.until, True) if is_near else Status(State.MET, None, True)
        )
    lapsed_on = held.until if held is not None else None
    begins = max(lapsed_on or applies_from, applies_from)
    grace_ends = begins + timedelta(days=grace_days)
    if today <= grace_ends:
        return Status(State.GRACE, grace_ends, held is not None)
    if waived_until is not None and today <= waived_until:
        return Status(State.WAIVED, waived_until, held is not None)
    last = max(grace_ends, waived_until) if waived_until else grace_ends
    return Status(State.SUSPENDED, last + timedelta(days=1), held is not None)


def warning_due(until: date | None, today: date) -> int | None:
    """Returns which warning is due, as the number of days of `WARNINGS`; None where none is."""
    if until is None or today > until:
        return None
    left = (until - today).days
    due = [days for days in WARNINGS if left <= days]
    return min(due) if due else None
