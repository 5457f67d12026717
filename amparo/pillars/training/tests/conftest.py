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
    LearningRecordStore,
    LearningStatement,
    Participant,
    TrainingEvent,
    TrainingSession,
)
from amparo.pillars.training.tests.record_store_steps import attend, consent


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


# Learning record stores.


@pytest.fixture
def add_store(webhook_receiver, office, cast) -> Callable[..., LearningRecordStore]:
    """Adds a store that answers as the receiver does."""

    def add(**fields) -> LearningRecordStore:
        said = {
            "name": "National school", "address": f"{webhook_receiver.address}/xapi/",
            "login": "key", "password": "secret", "kinds": ["attended", "tested", "earned"],
        }  # fmt: skip
        return LearningRecordStore.add(by=cast.supervisor, office=office, **said | fields)

    return add


@pytest.fixture
def store(add_store) -> LearningRecordStore:
    return add_store()


@pytest.fixture
def held_event(event) -> TrainingEvent:
    """The event, a month ago."""
    for each in event.sessions.all():
        month = timedelta(days=30)
        TrainingSession.objects.filter(pk=each.pk).update(
            starts_at=each.starts_at - month, ends_at=each.ends_at - month
        )
    return event


@pytest.fixture
def agreed(held_event, enrol, organizer) -> Enrolment:
    """An enrolment of somebody who agreed to statements."""
    enrolment = enrol(held_event, "Ana Vidal", email="ana@example.org")
    consent(enrolment.participant, by=organizer)
    return enrolment


@pytest.fixture
def waiting(store, agreed, organizer, run_jobs) -> LearningStatement:
    """A statement that waits for its first attempt."""
    store.pause()
    attend(agreed, organizer)
    run_jobs()
    LearningRecordStore.objects.update(paused_at=None, paused_because="")
    return LearningStatement.objects.get()
