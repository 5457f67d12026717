"""Registration, as it is shown on somebody's own page."""

from typing import Any

from amparo.ui import formats

from ..models import Enrolment
from ..registration_times import moment_there, session_times, zone_name
from ..seats import place_in_line, shown_state

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
