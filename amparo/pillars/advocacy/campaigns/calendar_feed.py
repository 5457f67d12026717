"""Campaigns for calendars of others (iCalendar, RFC 5545): whole days, no names, no asks."""

from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from amparo.foundation.core.clock import now
from amparo.pillars.advocacy.message_bank.extension_points import CalendarEntry


def calendar_of(entries: Iterable[CalendarEntry], *, site: str = "") -> bytes:
    """Returns the entries as a calendar. `site` begins the address of each."""
    calendar = Calendar()
    calendar.add("prodid", "-//Amparo//Campaigns//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Campaigns (Amparo)"))
    for each in entries:
        calendar.add_component(_event(each, site))
    return calendar.to_ical()


def _event(entry: CalendarEntry, site: str) -> Event:
    event = Event()
    said = f"{entry.day}|{entry.title}|{entry.url}"
    event.add("uid", f"campaign-{sha256(said.encode()).hexdigest()[:24]}@amparo")
    event.add("dtstamp", now())
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", f"{entry.kind}: {entry.title}")
    event.add("url", f"{site}{entry.url}")
    return event
