"""When a telephone may sound: in the hours that somebody gave, else never at night, by the clock
that they live by.

Pure. Where it is not known by which of several clocks somebody lives, it must be a good hour by
each of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

LOOKS = timedelta(minutes=5)
LOOKS_AHEAD = timedelta(days=2)


@dataclass(frozen=True)
class Hours:
    """From one hour to another, perhaps past midnight; the same twice is the whole day."""

    begins: time
    ends: time

    def has(self, clock: time) -> bool:
        if self.begins == self.ends:
            return True
        if self.begins < self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends

    @classmethod
    def told(cls, text: str) -> "Hours":
        """`08:00-20:00`, as settings say it."""
        begins, _, ends = text.partition("-")
        return cls(time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip()))


def is_good(moment: datetime, hours: Hours, zones: Iterable[ZoneInfo]) -> bool:
    return all(hours.has(moment.astimezone(zone).time()) for zone in zones)


def next_good(after: datetime, hours: Hours, zones: Iterable[ZoneInfo]) -> datetime | None:
    """The first good moment from `after` on; nothing where the clocks have no hour in common."""
    zones = list(zones)
    if is_good(after, hours, zones):
        return after
    moment = after + (LOOKS - timedelta(seconds=after.timestamp() % LOOKS.total_seconds()))
    while moment <= after + LOOKS_AHEAD:
        if is_good(moment, hours, zones):
            return moment
        moment += LOOKS
    return None
