"""The code of a session, which turns every 30 seconds: shown by the trainer, typed by whoever is
in the room.

It is a time-based one-time password (RFC 6238: HMAC-SHA-256, 30 seconds, six digits) of a key of
the session. Which turn it belongs to is found by trying them, so the code itself says when it was
shown, and the clock of whoever types it is never asked. Everybody in the room sees the same code:
it shows that somebody was told what the room was shown, and cannot show that it was not passed on
by telephone. The head count is there for that.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256
from uuid import UUID

TURN_SECONDS = 30
DIGITS = 6
# How long after it was shown a code is taken: long enough for slow fingers and a line that is away
# for a moment; too short for a code that was noted in the morning by somebody who comes at noon.
ACCEPTED_FOR = timedelta(minutes=10)
# Around the session: people sign in while they find their chairs, and before they leave.
AROUND = timedelta(minutes=30)
# A screen that was opened just before the turn may be one ahead.
TURNS_AHEAD = 1


def session_key(root: bytes, session: UUID) -> bytes:
    """Returns the key of a session, from the key ring's key for this purpose."""
    return hmac.digest(root, b"session " + session.bytes, "sha256")


def turn_at(moment: datetime) -> int:
    return int(moment.timestamp()) // TURN_SECONDS


def shown_at(turn: int, zone) -> datetime:
    return datetime.fromtimestamp(turn * TURN_SECONDS, zone)


def code_of(key: bytes, turn: int, digits: int = DIGITS) -> str:
    """Returns the code of one turn (RFC 4226, 5.3)."""
    digest = hmac.digest(key, turn.to_bytes(8, "big"), sha256)
    at = digest[-1] & 15
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


class Verdict(Enum):
    TAKEN = "taken"
    OLD = "old"
    AHEAD = "ahead"
    NOT_NOW = "not now"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Judged:
    """What a code is, and at which turn it was shown; None where it is none of the session."""

    verdict: Verdict
    turn: int | None = None


def is_on(starts: datetime, ends: datetime, at: datetime) -> bool:
    """Whether codes of the session are taken at this moment."""
    return starts - AROUND <= at <= ends + AROUND


def judge(code: str, key: bytes, *, starts: datetime, ends: datetime, at: datetime) -> Judged:
    """Says whether a code of this session is taken at the moment `at` of the server."""
    if len(code) != DIGITS:
        return Judged(Verdict.UNKNOWN)
    here = turn_at(at)
    oldest = here - int(ACCEPTED_FOR.total_seconds()) // TURN_SECONDS
    first, last = turn_at(starts - AROUND), turn_at(ends + AROUND)
    # The newest first: where two turns have the same code, the one that is taken counts.
    for turn in range(min(here + TURNS_AHEAD, last), max(oldest, first) - 1, -1):
        if hmac.compare_digest(code_of(key, turn), code):
            return Judged(Verdict.TAKEN if is_on(starts, ends, at) else Verdict.NOT_NOW, turn)
    for turn in range(first, last + 1):
        if hmac.compare_digest(code_of(key, turn), code):
            return Judged(Verdict.OLD if turn < here else Verdict.AHEAD, turn)
    return Judged(Verdict.UNKNOWN)
