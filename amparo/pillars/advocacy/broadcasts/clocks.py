"""The clocks by which a batch may sound: when it may leave, and when next. Without Django."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo


def outermost_clocks(names: Sequence[str], moment: datetime) -> tuple[str, ...]:
    """Returns of many time zones the furthest to the west and to the east: an hour that is good
    by both is good between them too.
    """
    if len(names) < 2:
        return tuple(names)
    ordered = sorted(names, key=lambda name: (moment.astimezone(ZoneInfo(name)).utcoffset(), name))
    first, last = ordered[0], ordered[-1]
    return (first,) if first == last else (first, last)


def zones(office_clock: str, clocks: str) -> list[ZoneInfo]:
    """Returns the clocks of a batch: that of the office, and those of the numbers in it."""
    names = [office_clock, *(name for name in clocks.split(",") if name)]
    return [ZoneInfo(name) for name in dict.fromkeys(names)]
