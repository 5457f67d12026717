"""The pool of trainers and the cascade of a course, read for a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query

from .cascade import Cascade, Delivery, build_cascade
from .delivery_records import records_of_deliveries
from .models import (
    Course,
    EventObserver,
    Participant,
    Trainer,
    TrainerQualification,
    TrainingEvent,
)
from .trainer_grades import Grade

CERTIFIED = (Grade.CERTIFIED.value, Grade.MASTER.value)
# Fewer than these took both tests: no mean is told.
LEAST_PAIRS = 5


def pool(user: User, *, course: str = "", language: str = "", grade: str = "",
         place: int | None = None) -> "QuerySet[Trainer]":  # fmt: skip
    """Returns the trainers that the user may see, with their grades of today."""
    held = TrainerQualification.objects.filter(ended_at=None).select_related("course")
    found = Trainer.objects.accessible_to(user).select_related("participant", "place")
    asked = Q(ended_at=None)
    if course:
        asked &= Q(course__code=course)
    if grade:
        asked &= Q(grade=grade)
    if course or grade:
        matches = TrainerQualification.objects.filter(asked).values("trainer")
        found = found.filter(pk__in=matches)
    if language:
        found = found.filter(languages__contains=language)
    if place:
        found = found.filter(place=place)
    return found.prefetch_related(Prefetch("qualifications", held, to_attr="grades"))


def open_observations(user: User) -> "QuerySet[EventObserver]":
    """Returns what the user is named to observe and has not recorded, at events that are not
    called off.
    """
    rows = EventObserver.objects.accessible_to(user, "observe").filter(
        user=user, until=None, observation=None
    )
    rows = rows.exclude(event__state=TrainingEvent.State.CANCELLED)
    return rows.select_related(
        "trainer__participant", "event__version__course", "event__office"
    ).prefetch_related("event__version__texts", "event__sessions")


@dataclass(frozen=True)
class NamedBranch:
    """A branch of the cascade with the trainer it is of; None where the reader sees no names."""

    branch: object
    participant: Participant | None


def cascade_of(course: Course, today: date) -> Cascade:
    """Returns what came of the trainings of a course, from events that were held."""
    deliveries = [
        Delivery(
            event, on, frozenset(trainers), frozenset(people),
            None if gain is None else float(gain),
        )
        for event, on, trainers, people, gain in _deliveries(course)
    ]  # fmt: skip
    return build_cascade(deliveries, certified_on=_certified(course), today=today)


@aggregate_query("whoever reads the cascade of a course reads since when trainers are certified")
def _certified(course: Course) -> dict[int, date]:
    held = TrainerQualification.objects.filter(
        course=course, ended_at=None, grade__in=CERTIFIED
    ).select_related("trainer")
    return {each.trainer.participant_id: each.on for each in held}


@aggregate_query("whoever reads the cascade of a course reads how many came, by keys of rows")
def _deliveries(course: Course) -> tuple[tuple, ...]:
    """Of each event that was held: its key, its last day, keys of who trained and of who came, and
    the mean gain. As many queries for thirty as for three.
    """
    events = TrainingEvent.objects.filter(version__course=course, state=TrainingEvent.State.HELD)
    held = [each for each in events.prefetch_related("sessions") if each.sessions.all()]
    records = records_of_deliveries(held)
    return tuple(
        (each.pk, _last_day(each), trainers, people, _mean(gains))
        for each in held
        for trainers, people, gains in [records[each.pk]]
    )


def _last_day(event: TrainingEvent) -> date:
    last = max(each.ends_at for each in event.sessions.all())
    return last.astimezone(event.zone).date()


def _mean(gains: Sequence[int]) -> Decimal | None:
    return Decimal(sum(gains)) / len(gains) if len(gains) >= LEAST_PAIRS else None


def name_branches(cascade: Cascade, user: User) -> list[NamedBranch]:
    """Returns the branches with the participants that the user may see by name."""
    seen = Participant.objects.accessible_to(user).in_bulk(
        [each.trainer for each in cascade.branches]
    )
    return [NamedBranch(each, seen.get(each.trainer)) for each in cascade.branches]
