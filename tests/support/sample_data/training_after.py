"""Training in the sample data: what comes after an event."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace


def add_training_follow_up(world: SimpleNamespace) -> None:
    """A participant with a plan, a follow-up that is open, a superior who is asked; reactions, a
    cost, and a per diem list that waits to be paid.
    """
    from amparo.pillars.training.follow_up_requests import ask_supervisor
    from amparo.pillars.training.models import (
        Enrolment,
        NamedSupervisor,
        Participant,
        PerDiemList,
        Reaction,
        SupervisorAnswer,
        TrainingCost,
    )
    from amparo.pillars.training.models.application_plans import Planned, write_plan
    from amparo.pillars.training.models.follow_ups import prepare_follow_up

    by, event, today = world.training_organizer, world.training_event, world.office.today()
    learner = Participant.objects.create(
        office=world.office, name="Teresa Aliaga",
        institution_type="border", sex="female", language="es",
    )  # fmt: skip
    enrolment = Enrolment.enrol(event, learner, by=by, may_be_asked_later=True)
    world.training_enrolment_after = enrolment
    plan = [Planned("Usar la hoja de indicadores en cada turno.", today + timedelta(days=90))]
    write_plan(enrolment, plan, by=by)
    NamedSupervisor.name(enrolment, by=by, email="jefatura@frontera.example", consents=True)
    follow_up = world.training_follow_up = prepare_follow_up(enrolment, 3)
    follow_up.ask(by=by)
    ask_supervisor(follow_up, by=by)
    world.training_superior = SupervisorAnswer.prepare(follow_up)
    world.training_superior.ask(by=by)
    Reaction.give(enrolment, useful=5, clear=4, able=4, text="Muy útil.", may_be_quoted=True)
    world.training_reaction = Reaction.objects.get()
    world.training_cost = TrainingCost.record(
        event, by=by, kind="venue", amount=Decimal("400"), currency=world.office.currency,
        spent_on=today,
    )  # fmt: skip
    world.per_diem_list = PerDiemList.draw_up(
        event, by=by, rate=Decimal("25"), currency=world.office.currency, days={enrolment.pk: 2}
    )
    world.reported_event = _reported_event(world)


def _reported_event(world: SimpleNamespace):
    """An event that was held, with attendance, opinions, and sentences that nobody read yet."""
    from amparo.pillars.training.models import (
        AttendanceEntry,
        Enrolment,
        EventTrainer,
        Participant,
        Reaction,
        TrainingEvent,
        TrainingSession,
    )

    by, office = world.training_organizer, world.office
    event = TrainingEvent.plan(
        by=by, office=office, version=world.course_version, subtitle="Night shift",
        place=world.place, venue="Casa del Camino", seats=12, languages="es",
    )  # fmt: skip
    starts = world.training_session.starts_at - timedelta(days=20)
    session = TrainingSession.plan(
        event, by=by, starts_at=starts, ends_at=starts + timedelta(hours=7)
    )
    EventTrainer.appoint(event, by=by, user=world.trainer)
    event.open(by=by)
    for at in range(6):
        learner = Participant.objects.create(
            office=office, name=f"Berta Lima {at}", institution_type="border", sex="female",
        )  # fmt: skip
        enrolment = Enrolment.enrol(event, learner, by=by)
        AttendanceEntry.objects.create(
            session=session, enrolment=enrolment, how="tick", is_present=True, source="desk",
            number=at, by=by,
        )  # fmt: skip
        Reaction.give(
            enrolment, useful=3 + at % 3, clear=4, able=4, text="Los casos eran los nuestros.",
            may_be_quoted=True,
        )  # fmt: skip
    TrainingEvent.objects.filter(pk=event.pk).update(state=TrainingEvent.State.HELD)
    return event
