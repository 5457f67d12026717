"""The clock of the house: one place to ask the time, so that a story can be told in order.

The demo lives through months in a moment, and tests stop the clock: both say when they are.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told_time", default=None)


def now() -> datetime:
    """The present; inside `at`, the moment that is told."""
    return _told.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """What is done inside is done at `moment`."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
