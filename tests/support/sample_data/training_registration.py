"""Training in the sample data: registration."""

from types import SimpleNamespace


def add_registrations(world: SimpleNamespace) -> None:
    """One with a seat, one who moved up and has not answered, one under 18 who waits."""
    from datetime import timedelta

    from amparo.foundation.core.clock import now
    from amparo.pillars.training.models import Enrolment, Participant

    by, event = world.training_organizer, world.training_event
    made = []
    for name in ("Nora Salas", "Iker Montes", "Alma Ríos"):
        participant = Participant.objects.create(
            office=event.office, name=name, email="curso@example.org", language="es",
            institution="Policía de frontera", is_minor=name == "Alma Ríos",
            guardian_name="Luz Ríos" if name == "Alma Ríos" else "",
        )  # fmt: skip
        made.append(Enrolment.enrol(event, participant, by=by))
    world.enrolment, world.enrolment_offered, world.enrolment_waiting = made
    offered = world.enrolment_offered
    offered.answer_by = now() + timedelta(days=1)
    offered.save(update_fields=["answer_by"])
    # As if all seats had been taken when she came.
    waiting = world.enrolment_waiting
    waiting.state, waiting.enrolled_at = Enrolment.State.WAITING, None
    waiting.save(update_fields=["state", "enrolled_at"])
    counted = {"seats_taken": event.seats_taken - 1, "waiting": event.waiting + 1}
    type(event).objects.filter(pk=event.pk).update(**counted)
    event.refresh_from_db()
