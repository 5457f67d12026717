"""Training in the sample data: a course that asks for a practice, and what was seen of it."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from types import SimpleNamespace


def add_practice(world: SimpleNamespace) -> None:
    """An event of yesterday: met, disputed and corrected, and one of whom nothing is recorded;
    and an observation of a trainer that is still to be made.
    """
    from amparo.pillars.training.models import (
        Course,
        Enrolment,
        EventObserver,
        EventTrainer,
        Participant,
        PracticeEntry,
        Trainer,
        TrainingEvent,
        TrainingSession,
    )

    by, office = world.training_organizer, world.office
    course = Course.record(by=by, office=office, code="PRA-1")
    version = course.versions.get()
    version.write(
        by=by, hours=Decimal(7), requires_practice=True, min_score=None,
        texts={
            "title": {"en": "Interviewing without harm"},
            "objectives": {"en": "Ask only what is needed."},
            "practice": {"en": "Speaks with the person alone and asks for consent."},
        },
    )  # fmt: skip
    version.review(by=world.supervisor)
    version.publish(by=by)
    world.practice_event = event = TrainingEvent.plan(
        by=by, office=office, version=version, subtitle="Border post", seats=20, languages="es"
    )
    day = office.today() - timedelta(days=1)
    starts = datetime.combine(day, time(9), tzinfo=office.zone)
    TrainingSession.plan(event, by=by, starts_at=starts, ends_at=starts + timedelta(hours=7))
    event.open(by=by)
    EventTrainer.appoint(event, by=by, user=world.trainer)
    enrolled = [
        Enrolment.enrol(event, Participant.objects.create(office=office, name=name), by=by)
        for name in ("Nora Ríos", "Elio Paz", "Zoe Lima", "Abel Cruz")
    ]
    world.practised = enrolled[0]
    for each, outcome, who in (
        (enrolled[0], "met", world.trainer), (enrolled[1], "met", world.trainer),
        (enrolled[1], "not_met", by), (enrolled[2], "not_seen", world.trainer),
    ):  # fmt: skip
        PracticeEntry.write(each, by=who, outcome=outcome, on=day, source=f"page {who.pk}")
    PracticeEntry.correct(
        enrolled[2], by=by, outcome="met", on=day, because="Seen by the second trainer."
    )
    # A trainer from outside, whom the trainer is to observe.
    guest = Participant.objects.create(office=office, name="Ada Luna")
    EventTrainer.appoint(event, by=by, participant=guest)
    world.guest_trainer = Trainer.record(guest, by=by, languages="fr")
    world.event_observer = EventObserver.appoint(
        world.guest_trainer, event, by=by, user=world.trainer
    )
