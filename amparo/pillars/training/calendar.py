"""Training events for calendars of others (iCalendar, RFC 5545).

Each session is an entry with a UID for ever; SEQUENCE rises with every change of the event, and
what was cancelled or taken out is sent as cancelled. Nobody who takes part is named, and the
address of an online room stands only in what goes to somebody with a seat.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from .models import TrainingEvent

MEDIA_TYPE = "text/calendar; charset=utf-8"


def uid_of(session_ref: UUID) -> str:
    """The name of a session in every calendar, for ever."""
    return f"training-session-{session_ref}@amparo"


def event_ics(event: TrainingEvent, *, has_seat: bool = False, is_plain: bool = False) -> bytes:
    """Returns the sessions of one event as a file. `has_seat` adds the address of an online room;
    `is_plain` says no topic, as where being named is dangerous. A cancelled event comes as
    METHOD:CANCEL, which takes it out of calendars.
    """
    is_cancelled = event.state == TrainingEvent.State.CANCELLED
    calendar = _calendar("CANCEL" if is_cancelled else "PUBLISH")
    is_plain = is_plain or event.uses_codes
    for entry in _entries(event, has_seat=has_seat, is_plain=is_plain):
        calendar.add_component(entry)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def calendar_of(events: Iterable[TrainingEvent], *, site: str = "") -> bytes:
    """Returns the feed of a colleague. `site` begins the address of each event. The events come
    with their sessions and removed sessions.
    """
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", _("Trainings (Amparo)"))
    for event in events:
        for entry in _entries(event, has_seat=True, is_plain=event.uses_codes):
            if site:
                entry.add("url", f"{site}{event.get_absolute_url()}")
            calendar.add_component(entry)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Amparo//Trainings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _entries(event: TrainingEvent, *, has_seat: bool, is_plain: bool) -> Iterable[Event]:
    sessions = list(event.sessions.all())
    words = _title(event, is_plain)
    for session in sessions:
        title = words if is_plain or not session.title else f"{words} · {session.title}"
        is_cancelled = event.state == TrainingEvent.State.CANCELLED
        entry = _entry(
            event, session.ref, session.starts_at, session.ends_at, is_cancelled=is_cancelled
        )
        entry.add("summary", title)
        if where := where_of(event):
            entry.add("location", where)
        if has_seat and event.link:
            entry.add("description", event.link)
        yield entry
    for removed in event.removed_sessions.all():
        entry = _entry(event, removed.ref, removed.starts_at, removed.ends_at, is_cancelled=True)
        entry.add("summary", words)
        yield entry


def _entry(
    event: TrainingEvent, ref: UUID, starts_at: datetime, ends_at: datetime, *, is_cancelled: bool
) -> Event:
    entry = Event()
    entry.add("uid", uid_of(ref))
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", event.changed_at)
    entry.add("last-modified", event.changed_at)
    entry.add("dtstart", starts_at.astimezone(event.zone))
    entry.add("dtend", ends_at.astimezone(event.zone))
    is_draft = event.state == TrainingEvent.State.DRAFT
    entry.add("status", "CANCELLED" if is_cancelled else "TENTATIVE" if is_draft else "CONFIRMED")
    return entry


def _title(event: TrainingEvent, is_plain: bool) -> str:
    if is_plain:
        return _("Training %(number)s") % {"number": event.number}
    return event.title


def where_of(event: TrainingEvent) -> str:
    """Venue and area in one line; "" where it is held online alone, or nobody said."""
    area = event.place.name if event.place else ""
    return " · ".join(part for part in (event.venue, area) if part)
