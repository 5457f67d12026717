"""The current time, which tests and the demo may set, and days some years later.

The demo lives through months in a moment, and tests stop the clock: both say when they are.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_fixed_time: ContextVar[datetime | None] = ContextVar("fixed_time", default=None)


def now() -> datetime:
    """Returns the current time, or inside `at` the one that was set."""
    return _fixed_time.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """What is done inside is done at `moment`."""
    token = _fixed_time.set(moment)
    try:
        yield
    finally:
        _fixed_time.reset(token)


def years_after(day: date, years: int) -> date:
    """The same day of a later year; after 29 February, where there is none, 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
