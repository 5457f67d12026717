"""When sessions take place: days and hours on a clock, as moments. Standard library alone."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# So many days one event may have when it is planned in one go.
MOST_DAYS = 31


class NoSuchHour(ValueError):  # noqa: N818 - a fact of the calendar
    """The clocks are put forward over this hour on this day: it does not exist."""


def moment_of(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """Returns the moment of an hour on the clock of `zone`; of an hour that comes twice, the
    first. Raises NoSuchHour where the clocks skip it.
    """
    there = datetime.combine(day, hour, zone)
    again = there.astimezone(UTC).astimezone(zone)
    if again.replace(tzinfo=None) != there.replace(tzinfo=None):
        raise NoSuchHour(f"{day} {hour} {zone.key}")
    return there


def days_from(
    first: date, count: int, is_working_day: Callable[[date], bool] = lambda day: True
) -> Iterator[date]:
    """Yields `count` days from the first one on. The first counts whatever it is; of the others
    only working days do. Ends after ten times as many days, where there are too few of these.
    """
    left = count
    for ahead in range(count * 10):
        day = first + timedelta(days=ahead)
        if left and (ahead == 0 or is_working_day(day)):
            left -= 1
            yield day


def times_of(
    days: Iterator[date] | list[date], starts: time, ends: time, zone: ZoneInfo
) -> list[tuple[datetime, datetime]]:
    """Returns start and end of a session on each day, by the clock of `zone`: at nine is at nine,
    before and after the clocks change. Raises NoSuchHour, and ValueError where one would end
    before it starts.
    """
    if ends <= starts:
        raise ValueError(f"{starts}-{ends}")
    return [(moment_of(day, starts, zone), moment_of(day, ends, zone)) for day in days]
