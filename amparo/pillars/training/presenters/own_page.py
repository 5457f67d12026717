"""What the page of a participant shows of the event: when, where, and how one joins."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from amparo.foundation.core.permissions.rls.records import load_related

from ..calendar import where_of
from ..models import Enrolment
from ..seats import shown_state
from .times import hours_of


@dataclass(frozen=True)
class OwnSession:
    """One session, by the clock of the event."""

    day: date
    hours: str
    title: str


def event_context(enrolment: Enrolment) -> dict[str, Any]:
    """Returns it for the template `public/my_training_event.html`. The address of the room is
    for who has a seat, and while the event takes place.
    """
    event = enrolment.event
    load_related([event], "place", "sessions", "removed_sessions")
    own_sessions = []
    for each in event.sessions.all():
        each.event = event
        own_sessions.append(OwnSession(each.day, hours_of(each), each.title))
    has_seat = shown_state(enrolment) == Enrolment.State.ENROLLED
    return {
        "own_sessions": own_sessions, "where": where_of(event),
        "join_link": event.link if has_seat and event.is_coming else "",
        "has_calendar": enrolment.state != Enrolment.State.WITHDRAWN and bool(own_sessions),
    }  # fmt: skip
