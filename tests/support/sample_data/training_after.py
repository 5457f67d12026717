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
