"""What is known of each enrolment of an event: attendance and scores, for lists and certificates.

Where nothing is known the enrolment is absent from the answer: that is never read as enough.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .models import TestSitting, TrainingEvent
from .models.sittings import Moment


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


def days_present(event: TrainingEvent) -> Mapping[int, int]:
    """Returns on how many days of the event each enrolment was there, by key of the enrolment.
    Who was recorded at no session is absent.
    """
    from .attendance_records import days_of

    return days_of(event)


def practice_met(event: TrainingEvent) -> Mapping[int, bool]:
    """Returns whether each enrolment met the practice that the course asks for, by its key. Of
    whom nobody saw it is absent; all are where the course asks for none.
    """
    from .practice_records import practice_met as met

    return met(event)


def scores(event: TrainingEvent) -> Mapping[int, Scores]:
    """Returns the scores of each enrolment with a test of its own, by key of the enrolment, as far
    as the user sees them. A test before that was taken after the training began is none.
    """
    begins_at = min((each.starts_at for each in event.sessions.all()), default=None)
    rows = TestSitting.objects.filter(moment__event=event, enrolment__isnull=False)
    found: dict[int, dict[str, int]] = {}
    for key, moment, percent, at in rows.values_list(
        "enrolment", "moment__moment", "percent", "taken_at"
    ):
        is_late = moment == Moment.BEFORE and begins_at is not None and at >= begins_at
        if moment != Moment.LATER and not is_late:
            # Never rounded up: 69.99 does not pass where 70 does.
            found.setdefault(key, {})[moment] = int(percent)
    return {
        key: Scores(said.get(Moment.BEFORE), said.get(Moment.AFTER)) for key, said in found.items()
    }
