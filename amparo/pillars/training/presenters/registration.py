"""Registration, as it is shown: on somebody's own page, and on the page of an event."""

from typing import Any

from amparo.foundation.core.models import User
from amparo.ui import formats

from ..models import Enrolment, TrainingEvent
from ..registration_times import moment_there, session_times, zone_name
from ..seats import place_in_line, shown_state
from .event_permissions import permissions_on_event

State = Enrolment.State


def standing(enrolment: Enrolment) -> dict[str, Any]:
    """How an enrolment stands, for its own page and the receipt."""
    state, event = shown_state(enrolment), enrolment.event
    return {
        "shown_state": state, "shown_state_label": State(state).label,
        "place_in_line": formats.number(place_in_line(event.pk, enrolment.turn))
        if state == State.WAITING else "",
        "answer_by": moment_there(enrolment.answer_by, event)
        if enrolment.answer_by and enrolment.is_to_confirm else "",
        "times": session_times(event), "zone": zone_name(event),
        "may_change": state in (State.ENROLLED, State.WAITING),
    }  # fmt: skip


def registration_section(event: TrainingEvent, user: User) -> dict[str, Any] | None:
    """Returns the seats of an event, for its page; None for who may see no participant."""
    may = permissions_on_event(event, user)
    if "train" not in may:
        return None
    return {
        "event": event, "free": max(event.seats - event.seats_taken, 0), "may_keep": "keep" in may,
        "is_open_to_all": event.is_public and event.takes_registrations,
    }  # fmt: skip
