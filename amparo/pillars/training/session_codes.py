"""The code of a session as the records know it: what the trainer's screen shows, and what a
participant typed.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.receipt_codes import digits_of
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats

from .attendance_codes import (
    ACCEPTED_FOR,
    TURN_SECONDS,
    Judged,
    Verdict,
    code_of,
    is_on,
    judge,
    session_key,
    shown_at,
    turn_at,
)
from .models import AttendanceEntry, Enrolment, TrainingSession
from .models.attendance import must_belong, must_have_begun


@dataclass(frozen=True)
class ShownCode:
    """What a screen shows now, and the key by which it goes on without a network."""

    code: str
    seconds_left: int
    key: str  # hexadecimal
    now_ms: int


def key_of(session: TrainingSession) -> bytes:
    """The key of a session; derived from the key ring and stored nowhere."""
    return session_key(key_ring.derive("attendance codes"), session.ref)


def shown_code(session: TrainingSession) -> ShownCode:
    at = now()
    key = key_of(session)
    left = TURN_SECONDS - int(at.timestamp()) % TURN_SECONDS
    return ShownCode(code_of(key, turn_at(at)), left, key.hex(), int(at.timestamp() * 1000))


def sessions_now(enrolment: Enrolment) -> list[TrainingSession]:
    """Returns the sessions whose code is taken now, by the clock of the server."""
    at = now()
    sessions = enrolment.event.sessions.all()
    return [each for each in sessions if is_on(each.starts_at, each.ends_at, at)]


def sign_in(session: TrainingSession, enrolment: Enrolment, typed: str) -> AttendanceEntry:
    """Records that the participant typed the code of the session that is shown in the room.
    Raises Refusal that says what the code is instead, and what to do.
    """
    session.event = enrolment.event
    must_belong(session, enrolment)
    must_have_begun(session)
    judged = _judge(session, digits_of(typed))
    if judged.verdict != Verdict.TAKEN or judged.turn is None:
        raise WrongCode(_words_for(judged, session, enrolment, digits_of(typed)))
    return AttendanceEntry.write_code(
        session, enrolment, shown_at(judged.turn, enrolment.event.zone)
    )


class WrongCode(Refusal):
    """A code that is not taken: only these are counted as tries."""

    status = 422


def _judge(session: TrainingSession, code: str) -> Judged:
    starts, ends = session.starts_at, session.ends_at
    return judge(code, key_of(session), starts=starts, ends=ends, at=now())


def _words_for(judged: Judged, session: TrainingSession, enrolment: Enrolment, code: str) -> str:
    if judged.verdict == Verdict.OLD and judged.turn is not None:
        clock = formats.clock(shown_at(judged.turn, enrolment.event.zone).time())
        return _(
            "This code was shown at %(time)s and is taken for %(minutes)s minutes. Type the one"
            " that is shown now, or ask the trainer to mark you."
        ) % {"time": clock, "minutes": int(ACCEPTED_FOR.total_seconds()) // 60}
    if judged.verdict == Verdict.AHEAD:
        return _(
            "The screen that shows this code is ahead of time. Ask the trainer to open the page of"
            " the code again, then type the new one."
        )
    if judged.verdict == Verdict.NOT_NOW:
        return _("This session is over. Ask the trainer to mark you.")
    others = [each for each in enrolment.event.sessions.all() if each.pk != session.pk]
    if any(_judge(each, code).verdict != Verdict.UNKNOWN for each in others):
        return _("This is the code of another session. Type the one that is shown in your room.")
    return _("This is not the code of this session. Look at each digit and type it again.")
