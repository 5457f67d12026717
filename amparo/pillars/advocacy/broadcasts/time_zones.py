"""Time zones of a batch: by them it is decided when it may leave. Without Django."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo


def outermost_time_zones(names: Sequence[str], moment: datetime) -> tuple[str, ...]:
    """Returns of many time zones the furthest to the west and to the east: an hour that is good
    by both is good between them too.
    """
    if len(names) < 2:
        return tuple(names)
    ordered = sorted(names, key=lambda name: (moment.astimezone(ZoneInfo(name)).utcoffset(), name))
    first, last = ordered[0], ordered[-1]
    return (first,) if first == last else (first, last)


def zones(office_zone: str, time_zones: str) -> list[ZoneInfo]:
    """Returns the time zones of a batch: that of the office, and those of the numbers in it."""
    names = [office_zone, *(name for name in time_zones.split(",") if name)]
    return [ZoneInfo(name) for name in dict.fromkeys(names)]
