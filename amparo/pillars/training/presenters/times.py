"""Times of sessions in words, by the clock of the event."""

from collections.abc import Iterable
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import ngettext

from amparo.ui import formats

from ..models import TrainingEvent, TrainingSession


def hours_of(session: TrainingSession) -> str:
    """`09:00–16:00`; of a session over midnight with its last day."""
    start, end = session.local_start, session.local_end
    hours = f"{formats.clock(start.time())}\u2013{formats.clock(end.time())}"
    if end.date() == start.date():
        return hours
    return f"{hours} ({formats.day(end.date())})"


def hours_elsewhere(session: TrainingSession, zone_name: str) -> str:
    """The same by the clock of the reader's office, with its day where that differs; "" where
    both clocks say the same.
    """
    zone = ZoneInfo(zone_name)
    start, end = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    if start.replace(tzinfo=None) == session.local_start.replace(tzinfo=None):
        return ""
    hours = f"{formats.clock(start.time())}\u2013{formats.clock(end.time())}"
    day = formats.day(start.date()) if start.date() != session.day else ""
    return formats.join_list(part for part in (day, hours, zone_name) if part)


def days_of(event: TrainingEvent, *, is_paper: bool = False) -> str:
    """`24 Nov – 25 Nov`, on the clock of the event; "" without a session. Papers are read later:
    there always with the year.
    """
    if event.starts_at is None or event.ends_at is None:
        return ""
    first = event.starts_at.astimezone(event.zone).date()
    last = event.ends_at.astimezone(event.zone).date()
    write = formats.with_year if is_paper else formats.day
    return write(first) if first == last else f"{write(first)} \u2013 {write(last)}"


def length_of(hours: float | Decimal) -> str:
    """`14 hours`."""
    said = formats.number(round(Decimal(hours), 1))
    return ngettext("%(hours)s hour", "%(hours)s hours", int(hours)) % {"hours": said}


def language_names(codes: Iterable[str]) -> str:
    return formats.join_list(formats.language_name(code) for code in codes)
