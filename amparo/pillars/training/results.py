"""What is known of each enrolment of an event: attendance and scores, for lists and certificates.

Where nothing is known the enrolment is absent from the answer: that is never read as enough.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from .models import Enrolment, TestSitting, TrainingEvent
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


def shares_and_scores(
    enrolments: Iterable[Enrolment],
) -> tuple[Mapping[int, int], Mapping[int, Scores]]:
    """Returns both for enrolments of several events, each event with its sessions: two queries,
    and nothing of anybody else.
    """
    from .attendance_records import shares_of_each

    rows = list(enrolments)
    begins = {each.pk: _begin_of(each.event) for each in rows}
    sittings = TestSitting.objects.filter(enrolment__in=list(begins))
    return shares_of_each(rows), _scores(sittings, begins)


def scores(event: TrainingEvent) -> Mapping[int, Scores]:
    """Returns the scores of each enrolment with a test of its own, by key of the enrolment, as far
    as the user sees them. A test before that was taken after the training began is none.
    """
    begins_at = _begin_of(event)
    rows = TestSitting.objects.filter(moment__event=event, enrolment__isnull=False)
    return _scores(rows, defaultdict(lambda: begins_at))


def _begin_of(event: TrainingEvent) -> datetime | None:
    return min((each.starts_at for each in event.sessions.all()), default=None)


def _scores(
    rows: QuerySet[TestSitting], begins: Mapping[int, datetime | None]
) -> Mapping[int, Scores]:
    found: dict[int, dict[str, int]] = {}
    for key, moment, percent, at in rows.values_list(
        "enrolment", "moment__moment", "percent", "taken_at"
    ):
        begins_at = begins[key]
        is_late = moment == Moment.BEFORE and begins_at is not None and at >= begins_at
        if moment != Moment.LATER and not is_late:
            # Never rounded up: 69.99 does not pass where 70 does.
            found.setdefault(key, {})[moment] = int(percent)
    return {
        key: Scores(said.get(Moment.BEFORE), said.get(Moment.AFTER)) for key, said in found.items()
    }
