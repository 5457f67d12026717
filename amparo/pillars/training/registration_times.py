"""When sessions are, in words: always by the clock of the place where the event is held."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import pgettext

from amparo.ui import formats

from .models import TrainingEvent, TrainingSession


def session_time(session: TrainingSession, event: TrainingEvent) -> str:
    """Returns `Tuesday 8 December, 09:00–16:00`."""
    with timezone.override(event.zone):
        starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        said = {
            "from": f"{formats.full_day(starts.date())}{formats.comma()}{formats.clock(starts)}",
            "to": formats.clock(ends),
        }
        if starts.date() != ends.date():
            said["to"] = f"{formats.full_day(ends.date())}{formats.comma()}{said['to']}"
    return pgettext("session", "%(from)s–%(to)s") % said


def moment_there(moment: datetime, event: TrainingEvent) -> str:
    """Returns `Tuesday 8 December, 09:00` by the clock of the event."""
    with timezone.override(event.zone):
        there = timezone.localtime(moment)
        return f"{formats.full_day(there.date())}{formats.comma()}{formats.clock(there)}"


def session_times(event: TrainingEvent) -> list[tuple[str, str]]:
    """Returns the title and the time of each session."""
    return [(each.title, session_time(each, event)) for each in event.sessions.all()]


def zone_name(event: TrainingEvent) -> str:
    """Returns the time zone as people know it: "La Paz"."""
    return event.time_zone.rpartition("/")[2].replace("_", " ")
