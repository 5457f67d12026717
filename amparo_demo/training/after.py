"""Training in the demo: an earlier round of the course whose three months are over, with answers
of participants and superiors, and plans and opinions of the latest round. All of it is made up.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from amparo.foundation.core.models import Office, User
from amparo.foundation.funding.models import BudgetLine
from amparo.pillars.training.models import (
    CourseVersion,
    Enrolment,
    NamedSupervisor,
    Participant,
    PerDiemList,
    Reaction,
    SupervisorAnswer,
    TrainingCost,
    TrainingEvent,
    TrainingFollowUp,
    TrainingSession,
)
from amparo.pillars.training.models.application_plans import Planned, write_plan
from amparo.pillars.training.models.follow_ups import prepare_follow_up
from amparo.pillars.training.results import days_present
from amparo_demo.world import Story, World

from .courses import BORDER
from .events import workshop

OFFICE, KEEPER = "Puerto Alto", "training"
HELD, ASKED = -108, -14
EARLIER = "Policía de frontera, primer grupo"
NAMES = (
    ("Julia Tarqui", "female"), ("Óscar Mamani", "male"), ("Delia Choque", "female"),
    ("Ramiro Salas", "male"), ("Pilar Arce", "female"), ("Hugo Torrico", "male"),
    ("Nelly Vargas", "female"), ("Wilson Poma", "male"), ("Carmen Rojas", "female"),
    ("Marco Ibáñez", "male"), ("Silvia Condori", "female"), ("Abel Quiroga", "male"),
)  # fmt: skip
PLANS = (
    "Llevar la hoja de indicadores en cada turno y usarla.",
    "Hablar a solas con cada persona antes de decidir.",
    "Anotar a quién derivé y si llegó.",
    "Explicar la hoja a los dos compañeros nuevos.",
)
# Used, how often, what changed, what hindered, what support: of those who answered.
ANSWERS = (
    ("most", "weekly", "much", ("nothing",), ("refresher",)),
    ("some", "monthly", "some", ("means", "time"), ("advice",)),
    ("some", "monthly", "some", ("means",), ("materials", "advice")),
    ("none", "", "nothing", ("post",), ("nothing",)),
    ("most", "weekly", "some", ("means", "backing"), ("backing",)),
    ("some", "seldom", "nothing", ("backing", "means"), ("backing", "visit")),
    ("most", "monthly", "much", ("means",), ("advice",)),
    ("none", "", "nothing", ("occasion",), ("refresher",)),
)  # fmt: skip
ANSWER_TEXT = "De noche no hay intérprete y la entrevista no se puede hacer."
SUPERIORS = (
    ("often", "some", "partly"), ("sometimes", "some", "partly"), ("often", "much", "yes"),
    ("no", "nothing", "no"), ("sometimes", "some", "partly"), ("unknown", "nothing", "no"),
)  # fmt: skip
OPINIONS = (
    (5, 5, 4, "Los casos eran como los nuestros."), (4, 5, 3, "Faltó tiempo para practicar."),
    (5, 4, 4, "Ahora sé a quién llamar."), (5, 5, 5, ""), (3, 4, 3, ""),
    (4, 4, 4, "Que venga también mi jefatura."), (5, 4, 3, "La hoja cabe en el bolsillo."),
    (4, 3, 4, ""), (5, 5, 4, "Entendí por qué no hay que preguntar todo."),
)  # fmt: skip
# One thanks a trainer by name, another tells who wrote it: neither is quoted.
NAMING = (5, 5, 5, "Gracias a la coronel Tapia por su paciencia.")
KNOWN = (4, 4, 5, "Como única mujer del turno de noche, por fin me escucharon.")
COSTS = (("venue", "1800"), ("trainers", "4200"), ("materials", "650"), ("access", "300"))
FUND, PAID_BY_FUND = "ALB-26", ("venue", "trainers")


def fill(world: World) -> None:
    world.tell(_earlier_round(world))
    world.tell(_latest_round(world))


def _earlier_round(world: World) -> Story:
    """Held, planned for, paid; asked three months later, answered by most."""
    yield world.at(HELD - 20, "10:00")
    version = CourseVersion.objects.filter(
        course__code=BORDER["code"], state=CourseVersion.State.PUBLISHED
    ).first()
    if version is None:
        return
    by, office = world.users[KEEPER], world.offices[OFFICE]
    event = _plan_event(world, version, by=by, office=office)
    seats = [_enrol(event, at, by=by) for at in range(len(NAMES))]
    yield world.at(HELD + 1, "17:15")
    event.hold(by=by)
    _write_plans(world, seats, HELD + 90, by=by)
    _react(seats, OPINIONS)
    yield world.at(HELD + 4, "11:00")
    _pay(event, {each.pk: 2 for each in seats}, by=by)
    _clear(event, by=by)
    yield world.at(ASKED, "09:10")
    asked = [_ask(each, by=by) for each in seats[:-1]]
    yield world.at(ASKED + 3, "20:15")
    for at, (follow_up, _superior) in enumerate(asked[: len(ANSWERS) - 2]):
        _answer(follow_up, at)
    yield world.at(ASKED + 9, "12:30")
    for at, (_follow_up, superior) in enumerate(asked[: len(SUPERIORS)]):
        applies, changed, provides = SUPERIORS[at]
        superior.answer(applies=applies, changed=changed, provides=provides)
    for at in range(len(ANSWERS) - 2, len(ANSWERS)):
        _answer(asked[at][0], at)


def _plan_event(
    world: World, version: CourseVersion, *, by: User, office: Office
) -> TrainingEvent:
    event = TrainingEvent.plan(
        by=by, office=office, version=version, subtitle=EARLIER,
        seats=len(NAMES), languages="es", venue="Casa del Camino",
    )  # fmt: skip
    for day in (HELD, HELD + 1):
        starts = world.at(day, "09:00")
        TrainingSession.plan(event, by=by, starts_at=starts, ends_at=starts + timedelta(hours=8))
    event.open(by=by)
    return event


def _enrol(event: TrainingEvent, at: int, *, by: User) -> Enrolment:
    name, sex = NAMES[at]
    learner = Participant.objects.create(
        office=event.office, name=name, sex=sex, language="es", institution_type="border",
        institution="Policía de frontera", email=f"frontera{at}@demo.example",
    )  # fmt: skip
    return Enrolment.enrol(event, learner, by=by, may_be_asked_later=True)


def _write_plans(world: World, seats: Sequence[Enrolment], until: int, *, by: User) -> None:
    for at, each in enumerate(seats[:9]):
        texts = PLANS[at % 3 : at % 3 + 1 + at % 2]
        write_plan(each, [Planned(text, world.day(until)) for text in texts], by=by)


def _react(seats: Sequence[Enrolment], opinions: Sequence[tuple[int, int, int, str]]) -> None:
    for each, (useful, clear, able, text) in zip(seats, opinions, strict=False):
        Reaction.give(
            each, useful=useful, clear=clear, able=able, text=text, may_be_quoted=bool(text)
        )


def _clear(event: TrainingEvent, *, by: User) -> None:
    """An organizer has read what is quoted, and left out what names or tells of somebody."""
    for each in Reaction.objects.filter(event=event, may_be_quoted=True):
        because = {KNOWN[-1]: "known", NAMING[-1]: "names"}.get(each.text)
        if because:
            each.withhold(by=by, because=because)
        else:
            Reaction.allow_quotation(event, [each], by=by)


def _pay(event: TrainingEvent, days: Mapping[int, int], *, by: User) -> None:
    """What was spent, of one fund and of none; per diem for the days of attendance."""
    currency, today = event.office.currency, event.office.today()
    lines = BudgetLine.objects.open_at(event.office, today).filter(fund__code=FUND)
    line = lines.order_by("code").first()
    for kind, amount in COSTS:
        TrainingCost.record(
            event, by=by, kind=kind, amount=Decimal(amount), currency=currency, spent_on=today,
            budget_line=line if kind in PAID_BY_FUND else None,
        )  # fmt: skip
    made = PerDiemList.draw_up(event, by=by, rate=Decimal(90), currency=currency, days=days)
    made.pay(by=by, on=today)


def _ask(each: Enrolment, *, by: User) -> tuple[TrainingFollowUp, SupervisorAnswer]:
    NamedSupervisor.name(each, by=by, email="jefatura@demo.example", consents=True)
    follow_up = prepare_follow_up(each, 3)
    follow_up.ask(by=by)
    superior = SupervisorAnswer.prepare(follow_up)
    superior.ask(by=by)
    return follow_up, superior


def _answer(follow_up: TrainingFollowUp, at: int) -> None:
    used, how_often, changed, hindrances, support = ANSWERS[at]
    plan = follow_up.enrolment.application_commitments.all()
    state = {"most": "done", "some": "partly"}.get(used, "not")
    follow_up.answer(
        used=used, how_often=how_often, changed=changed, hindrances=hindrances, support=support,
        text=ANSWER_TEXT if at == 1 else "", progress={each.pk: state for each in plan},
    )  # fmt: skip


def _latest_round(world: World) -> Story:
    """Plans, opinions and costs of the workshop that was held last."""
    yield world.at(-5, "17:30")
    event = workshop()
    seats = Enrolment.objects.filter(
        event=event, state=Enrolment.State.ENROLLED, has_reacted=False,
        application_commitments=None,
    ).select_related("event", "participant")  # fmt: skip
    by, opinions = world.users[KEEPER], (*OPINIONS, NAMING, KNOWN)
    chosen = list(seats.order_by("pk")[: len(opinions)])
    _write_plans(world, chosen, 80, by=by)
    _react(chosen, opinions)
    yield world.at(0, "08:10")
    if days := days_present(event):
        _pay(event, days, by=by)
    _clear(event, by=by)
