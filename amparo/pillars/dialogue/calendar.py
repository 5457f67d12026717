"""The calendar of meetings for other programs (iCalendar, RFC 5545).

A meeting keeps its UID for ever and raises SEQUENCE with every change; a cancelled one is sent as
cancelled. Of a closed meeting the calendar shows neither topic nor place: a telephone shows its
calendar to whoever picks it up. Nobody is named, and no migrant ever.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from .models.convenings import Convening

_STATUS: dict[str, str] = {
    Convening.State.PLANNED: "TENTATIVE",
    Convening.State.CANCELLED: "CANCELLED",
}


def uid_of(meeting: Convening) -> str:
    """The name of a meeting in every calendar, for ever."""
    return f"meeting-{meeting.ref}@amparo"


def calendar_of(meetings: Iterable[Convening], *, site: str = "") -> bytes:
    """Returns the calendar as bytes, with the rules of every time zone that it names.

    `site` begins the address of each meeting: "https://amparo.example".
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Amparo//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Meetings (Amparo)"))
    for meeting in meetings:
        calendar.add_component(_event(meeting, site))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(meeting: Convening, site: str) -> Event:
    event = Event()
    event.add("uid", uid_of(meeting))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.changed_at)
    event.add("last-modified", meeting.changed_at)
    event.add("dtstart", meeting.local_start)
    event.add("dtend", meeting.local_end)
    event.add("status", _STATUS.get(meeting.state, "CONFIRMED"))
    event.add("summary", meeting.calendar_title())
    if meeting.is_closed_to_others:
        event.add("class", "PRIVATE")
    else:
        if meeting.place:
            event.add("location", meeting.place)
        if site:
            event.add("url", f"{site}{meeting.get_absolute_url()}")
    return event
