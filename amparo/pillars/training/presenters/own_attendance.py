"""Attendance as the participant sees it on their own page."""

from dataclasses import dataclass

from amparo.foundation.core.clock import now

from ..attendance_codes import AROUND
from ..attendance_records import attendance_of
from ..models import Enrolment, TrainingSession
from ..session_codes import sessions_now
from .attendance import Cell, session_title, sessions_of


@dataclass(frozen=True)
class OpenSession:
    """A session that goes on now, for which a code can be typed."""

    session: TrainingSession
    title: str


def own_attendance(enrolment: Enrolment) -> dict | None:
    """What is known of each session that has begun, and the sessions that take a code now; None
    where there is neither. Only for who has a seat.
    """
    if enrolment.state != Enrolment.State.ENROLLED:
        return None
    event = enrolment.event
    begun = [each for each in sessions_of(event) if each.starts_at - AROUND <= now()]
    if not begun:
        return None
    known = attendance_of(event, [enrolment]).answers.get(enrolment.pk, {})
    cells = [Cell(each, session_title(each), known.get(each.pk)) for each in begun]
    answered = {each.session.pk for each in cells if each.answer and each.answer.is_present}
    current = [each for each in sessions_now(enrolment) if each.pk not in answered]
    for each in current:
        each.event = event
    return {"lines": cells, "open": [OpenSession(each, session_title(each)) for each in current]}
