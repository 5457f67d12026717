"""Training in the sample data: a trainer of the pool who was observed."""

from types import SimpleNamespace


def add_trainers(world: SimpleNamespace) -> None:
    """The trainer of the event, a candidate of the course, with one observation."""
    from amparo.pillars.training.models import (
        Observation,
        ObservationScore,
        Participant,
        Trainer,
        TrainerQualification,
    )

    by, today = world.training_organizer, world.office.today()
    learner, _is_new = Participant.objects.get_or_create(
        user=world.trainer, defaults={"office": world.office, "name": world.trainer.name}
    )
    world.event_trainer.participant = learner
    world.event_trainer.save()
    world.trainer_of_pool = trainer = Trainer.record(learner, by=by, languages="es en")
    world.trainer_grade = TrainerQualification.advance(trainer, world.course, by=by, on=today)
    Observation.record(
        trainer, world.training_event, by=by, on=today, note="Speaks clearly; more practice.",
        points=dict.fromkeys(ObservationScore.Item.values, 2),
    )  # fmt: skip
