"""The pool of trainers and the cascade of a course, read for a page."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query

from .cascade import Cascade, Delivery, build_cascade
from .models import (
    Course,
    Enrolment,
    EventObserver,
    EventTrainer,
    Participant,
    Trainer,
    TrainerQualification,
    TrainingEvent,
)
from .results import attendance_shares, scores
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
    events = list(
        TrainingEvent.objects.filter(
            version__course=course, state=TrainingEvent.State.HELD
        ).prefetch_related("sessions")
    )  # fmt: skip
    trainers = _trainers_of(events)
    return tuple(_delivery(each, trainers[each.pk]) for each in events if each.sessions.all())


def _trainers_of(events: Iterable[TrainingEvent]) -> dict[int, set[int]]:
    """The participants who train at each event: named themselves, or by their account."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = EventTrainer.objects.filter(event__in=[each.pk for each in events], until=None)
    learners = rows.values_list("event", "participant", "user__training_participant")
    for event, participant, of_account in learners:
        if who := participant or of_account:
            found[event].add(who)
    return found


def _delivery(event: TrainingEvent, trainers: set[int]) -> tuple:
    """Key of the event, its last day, keys of who trained and of who came, and the mean gain."""
    there = {key for key, share in attendance_shares(event).items() if share > 0}
    people = Enrolment.objects.filter(pk__in=there).values_list("participant", flat=True)
    last = max(each.ends_at for each in event.sessions.all())
    day = last.astimezone(event.zone).date()
    return event.pk, day, tuple(trainers), tuple(people), _mean_gain(event)


def _mean_gain(event: TrainingEvent) -> Decimal | None:
    gains = [
        each.after - each.before for each in scores(event).values()
        if each.before is not None and each.after is not None
    ]  # fmt: skip
    return Decimal(sum(gains)) / len(gains) if len(gains) >= LEAST_PAIRS else None


def name_branches(cascade: Cascade, user: User) -> list[NamedBranch]:
    """Returns the branches with the participants that the user may see by name."""
    seen = Participant.objects.accessible_to(user).in_bulk(
        [each.trainer for each in cascade.branches]
    )
    return [NamedBranch(each, seen.get(each.trainer)) for each in cascade.branches]
