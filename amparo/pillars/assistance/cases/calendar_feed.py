"""The calendar feed: what is due and when, under a number that says nothing to others.

No name, no place and no word of the file leaves the house: a telephone shows its calendar to
whoever picks it up (iCalendar, RFC 5545).
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from .models import Task


def build_calendar_feed(tasks: Iterable[Task]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Amparo//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("name", _("Amparo"))
    calendar.add("x-wr-calname", _("Amparo"))
    for task in tasks:
        calendar.add_component(_event(task))
    return calendar.to_ical()


def _event(task: Task) -> Event:
    event = Event()
    event.add("uid", f"{task.ref}@amparo")
    event.add("dtstamp", task.made_at)
    event.add("dtstart", task.due_at or task.due_on)
    event.add("summary", f"{task.get_what_display()} · {task.case.number}")
    return event
