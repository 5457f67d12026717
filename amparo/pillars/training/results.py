"""What is known of each enrolment of an event: attendance and scores, for lists and certificates.

Where nothing is known the enrolment is absent from the answer: that is never read as enough.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .models import TrainingEvent


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
    from .attendance_records import shares_of

    return shares_of(event)


def scores(event: TrainingEvent) -> Mapping[int, Scores]:
    """Returns the scores of each enrolment with a test of its own, by key of the enrolment."""
    return {}
