"""What is known of each enrolment of an event: attendance and scores, for lists and certificates.

Where nothing is known the enrolment is absent from the answer: that is never read as enough.
"""

from collections.abc import Iterable, Mapping, Sequence
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
    begins = {each.event_id: _begin_of(each.event) for each in rows}
    sittings = TestSitting.objects.filter(enrolment__in=[each.pk for each in rows])
    found = _scores(sittings, begins).values()
    return shares_of_each(rows), {key: each for of in found for key, each in of.items()}


def scores(event: TrainingEvent) -> Mapping[int, Scores]:
    """Returns the scores of each enrolment with a test of its own, by key of the enrolment, as far
    as the user sees them. A test before that was taken after the training began is none.
    """
    return scores_of_events([event]).get(event.pk, {})


def scores_of_events(events: Sequence[TrainingEvent]) -> dict[int, dict[int, Scores]]:
    """Returns the same of many events whose sessions are loaded, by key of the event, in one
    query; an event without a test under an enrolment is absent.
    """
    begins = {each.pk: _begin_of(each) for each in events}
    rows = TestSitting.objects.filter(moment__event__in=list(begins), enrolment__isnull=False)
    return _scores(rows, begins)


def _begin_of(event: TrainingEvent) -> datetime | None:
    return min((each.starts_at for each in event.sessions.all()), default=None)


def _scores(
    rows: QuerySet[TestSitting], begins: Mapping[int, datetime | None]
) -> dict[int, dict[int, Scores]]:
    found: dict[int, dict[int, dict[str, int]]] = {}
    for event, key, moment, percent, at in rows.values_list(
        "moment__event", "enrolment", "moment__moment", "percent", "taken_at"
    ):
        begins_at = begins[event]
        is_late = moment == Moment.BEFORE and begins_at is not None and at >= begins_at
        if moment != Moment.LATER and not is_late:
            # Never rounded up: 69.99 does not pass where 70 does.
            found.setdefault(event, {}).setdefault(key, {})[moment] = int(percent)
    return {
        event: {
            key: Scores(said.get(Moment.BEFORE), said.get(Moment.AFTER))
            for key, said in of_event.items()
        }
        for event, of_event in found.items()
    }
