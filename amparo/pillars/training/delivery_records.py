"""What the cascade of a course counts of events: who trained, who was there, and what they gained.

Read for all events together: how many queries it takes does not grow with them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from amparo.foundation.core.permissions.rls.aggregates import aggregate_query

from .attendance_records import shares_of_events
from .models import Enrolment, EventTrainer, TrainingEvent
from .results import scores_of_events

type Deliveries = dict[int, tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]]


@aggregate_query(
    "the cascade is for all who read figures of trainings, and names nobody by itself"
)
def records_of_deliveries(events: Sequence[TrainingEvent]) -> Deliveries:
    """Returns by key of the event: trainers and those who were there, as keys of participants,
    and the gains in points of those who took both tests. Four queries; sessions must be loaded.
    """
    trainers = _trainers_of(events)
    shares = shares_of_events(events)
    there = {pk: [one for one, share in of.items() if share > 0] for pk, of in shares.items()}
    who = _participants_of([each.pk for each in events])
    gains = _gains_of(events)
    return {
        each.pk: (
            tuple(sorted(trainers[each.pk])),
            tuple(sorted({who[one] for one in there[each.pk] if one in who})),
            gains.get(each.pk, ()),
        )
        for each in events
    }


def _trainers_of(events: Sequence[TrainingEvent]) -> Mapping[int, set[int]]:
    """The participants who train at each event: named themselves, or by their account."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = EventTrainer.objects.filter(event__in=[each.pk for each in events], until=None)
    learners = rows.order_by().values_list("event", "participant", "user__training_participant")
    for event, participant, of_account in learners:
        if who := participant or of_account:
            found[event].add(who)
    return found


def _participants_of(events: Sequence[int]) -> dict[int, int]:
    rows = Enrolment.objects.filter(event__in=events).order_by()
    return dict(rows.values_list("pk", "participant"))


def _gains_of(events: Sequence[TrainingEvent]) -> dict[int, tuple[int, ...]]:
    return {
        event: tuple(
            each.after - each.before for each in found.values()
            if each.before is not None and each.after is not None
        )
        for event, found in scores_of_events(events).items()
    }  # fmt: skip
