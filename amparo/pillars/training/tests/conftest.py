"""A published course, an event of it that takes registrations, and people who take part."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from amparo.pillars.training.models import (
    Course,
    CourseVersion,
    Enrolment,
    EventTrainer,
    Participant,
    TrainingEvent,
    TrainingSession,
)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def organizer(cast):
    return cast.training_organizer


@pytest.fixture
def course_version(cast, organizer, office) -> CourseVersion:
    course = Course.record(by=organizer, office=office, code="VOT-1")
    version = course.versions.get()
    words = {"title": {"en": "Identifying victims"}, "objectives": {"en": "Refer without harm."}}
    version.write(by=organizer, texts=words, hours=Decimal(14))
    version.review(by=cast.supervisor)
    version.publish(by=organizer)
    return version


@pytest.fixture
def make_event(organizer, office, course_version) -> Callable[..., TrainingEvent]:
    """Makes an open event of two sessions of seven hours, in a week."""

    def make(**fields) -> TrainingEvent:
        event = TrainingEvent.plan(
            by=organizer, office=office, version=course_version,
            **{"subtitle": "Border police", "seats": 30, "languages": "es"} | fields,
        )  # fmt: skip
        for day in (7, 8):
            starts = datetime.combine(
                office.today() + timedelta(days=day), time(9), tzinfo=office.zone
            )
            TrainingSession.plan(
                event, by=organizer, starts_at=starts, ends_at=starts + timedelta(hours=7)
            )
        event.open(by=organizer)
        return event

    return make


@pytest.fixture
def event(make_event) -> TrainingEvent:
    return make_event()


@pytest.fixture
def trainer(cast, event):
    """A trainer of this event."""
    EventTrainer.objects.create(event=event, user=cast.trainer)
    return cast.trainer


@pytest.fixture
def enrol(organizer) -> Callable[..., Enrolment]:
    """Enrols somebody by name."""

    def enrol(event: TrainingEvent, name: str = "Ana Vidal", **fields) -> Enrolment:
        participant = Participant.objects.create(office=event.office, name=name, **fields)
        return Enrolment.enrol(event, participant, by=organizer)

    return enrol
