"""What is known of each enrolment of an event: attendance and scores, for lists and certificates.

Where nothing is known the enrolment is absent from the answer: that is never read as enough.
"""

from collections.abc import Mapping, Sequence
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


def scores(event: TrainingEvent) -> Mapping[int, Scores]:
    """Returns the scores of each enrolment with a test of its own, by key of the enrolment, as far
    as the user sees them. A test before that was taken after the training began is none.
    """
    return scores_of_events([event]).get(event.pk, {})


def scores_of_events(events: Sequence[TrainingEvent]) -> dict[int, dict[int, Scores]]:
    """Returns the same of many events whose sessions are loaded, by key of the event, in one
    query; an event without a test under an enrolment is absent.
    """
    begins_at = {
        each.pk: min((session.starts_at for session in each.sessions.all()), default=None)
        for each in events
    }
    found: dict[int, dict[int, dict[str, int]]] = {}
    rows = TestSitting.objects.filter(moment__event__in=list(begins_at), enrolment__isnull=False)
    for event, key, moment, percent, at in rows.values_list(
        "moment__event", "enrolment", "moment__moment", "percent", "taken_at"
    ):
        begins = begins_at[event]
        is_late = moment == Moment.BEFORE and begins is not None and at >= begins
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
