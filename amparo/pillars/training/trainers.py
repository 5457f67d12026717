"""The pool of trainers and the cascade of a course, read for a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from amparo.foundation.core.models import User

from .cascade import Cascade, Delivery, build_cascade
from .delivery_records import records_of_deliveries
from .models import (
    Course,
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


@dataclass(frozen=True)
class NamedBranch:
    """A branch of the cascade with the trainer it is of; None where the reader sees no names."""

    branch: object
    participant: Participant | None


def cascade_of(course: Course, today: date) -> Cascade:
    """Returns what came of the trainings of a course, from events that were held."""
    certified = {
        each.trainer.participant_id: each.on
        for each in TrainerQualification.objects.filter(
            course=course, ended_at=None, grade__in=CERTIFIED
        ).select_related("trainer")
    }  # fmt: skip
    return build_cascade(_deliveries(course), certified_on=certified, today=today)


def _deliveries(course: Course) -> list[Delivery]:
    """The events that were held, in as many queries for thirty as for three."""
    events = TrainingEvent.objects.filter(version__course=course, state=TrainingEvent.State.HELD)
    held = [each for each in events.prefetch_related("sessions") if each.sessions.all()]
    records = records_of_deliveries(held)
    return [
        Delivery(
            each.pk, _last_day(each), frozenset(trainers), frozenset(people), _mean(gains)
        )
        for each in held
        for trainers, people, gains in [records[each.pk]]
    ]  # fmt: skip


def _last_day(event: TrainingEvent) -> date:
    last = max(each.ends_at for each in event.sessions.all())
    return last.astimezone(event.zone).date()


def _mean(gains: Sequence[int]) -> float | None:
    return sum(gains) / len(gains) if len(gains) >= LEAST_PAIRS else None


def name_branches(cascade: Cascade, user: User) -> list[NamedBranch]:
    """Returns the branches with the participants that the user may see by name."""
    seen = Participant.objects.accessible_to(user).in_bulk(
        [each.trainer for each in cascade.branches]
    )
    return [NamedBranch(each, seen.get(each.trainer)) for each in cascade.branches]
