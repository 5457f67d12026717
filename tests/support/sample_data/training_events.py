"""Training in the sample data: events."""

from datetime import datetime, time, timedelta
from types import SimpleNamespace


def add_training_events(world: SimpleNamespace) -> None:
    """One event of two sessions that takes registrations, with its trainer."""
    from amparo.pillars.training.models import EventTrainer, TrainingEvent, TrainingSession

    by, office = world.training_organizer, world.office
    world.training_event = event = TrainingEvent.plan(
        by=by, office=office, version=world.course_version, subtitle="Border police",
        place=world.place, venue="Casa del Camino", seats=30, languages="es", is_public=True,
    )  # fmt: skip
    day = office.today() + timedelta(days=7)
    for at in range(2):
        starts = datetime.combine(day + timedelta(days=at), time(9), tzinfo=office.zone)
        session = TrainingSession.plan(
            event, by=by, starts_at=starts, ends_at=starts + timedelta(hours=7)
        )
    world.training_session = session
    world.event_trainer = EventTrainer.objects.create(event=event, user=world.trainer)
    event.open(by=by)
    world.printed_event = _event_with_a_participant(world, session)


def _event_with_a_participant(world: SimpleNamespace, session):
    """Another one, of which a session was taken out again: somebody has a seat at it."""
    from amparo.pillars.training.models import (
        Enrolment,
        EventTrainer,
        Participant,
        TrainingEvent,
        TrainingSession,
    )

    by, office = world.training_organizer, world.office
    event = TrainingEvent.plan(
        by=by, office=office, version=world.course_version, subtitle="Shelters",
        mode=TrainingEvent.Mode.BOTH, place=world.place, link="https://meet.example.org/room",
        seats=12, languages="es en",
    )  # fmt: skip
    for days in (1, 2):
        later = timedelta(days=days)
        planned = TrainingSession.plan(
            event, by=by, starts_at=session.starts_at + later, ends_at=session.ends_at + later
        )
    planned.remove(by=by)
    EventTrainer.appoint(event, by=by, user=world.trainer, is_lead=True)
    EventTrainer.appoint(event, by=by, name="Lic. Marta Quiroga")
    event.open(by=by)
    participant = Participant.objects.create(
        office=office, name="Elena Suárez", email="elena@example.org", language="es"
    )
    Enrolment.enrol(event, participant, by=by, may_be_reminded=True)
    return event
