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
