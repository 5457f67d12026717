"""Fifteen who stand on their own again, or are on the way there; and three projects for many."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from amparo.foundation.core import clock
from amparo.foundation.protection.models import Observation
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.intake import first_contact
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.reintegration.models import (
    CommunityProject,
    PlanItem,
    ReintegrationPlan,
)
from amparo_demo.persons import PersonGenerator, agreement
from amparo_demo.places import community, place
from amparo_demo.world import Story, World

SHELTER, NORTH, BORDER = "Equipo del albergue", "Equipo móvil norte", "Puesto fronterizo"
# Who accompanies them, in which team, days since they arrived, and how far it has come.
BACK = (
    ("lucia", SHELTER, 12, "draft"),
    ("joaquin", SHELTER, 45, "draft"),
    ("joaquin", SHELTER, 40, "agreed"),
    ("joaquin", SHELTER, 75, "running"),
    ("joaquin", SHELTER, 130, "late"),
    ("joaquin", SHELTER, 170, "revised"),
    ("lucia", SHELTER, 300, "lasts"),
    ("tomas", BORDER, 20, "draft"),
    ("marta", BORDER, 60, "agreed"),
    ("marta", BORDER, 110, "running"),
    ("marta", BORDER, 150, "review"),
    ("tomas", BORDER, 280, "lasts"),
    ("daniel", SHELTER, 90, "running"),
    ("daniel", SHELTER, 200, "choice"),
    ("daniel", SHELTER, 140, "late"),
)
# Dimension, level, activity, what should be different, budget, days it takes.
PLANNED = (
    ("economic", "individual", "microbusiness", "Vende pan en el mercado tres días por semana",
     3200, 60),
    ("economic", "individual", "vocational", "Tiene su certificado de electricista", 1800, 90),
    ("economic", "community", "savings_group", "Ahorra con otras doce familias", 0, 60),
    ("social", "individual", "housing", "Duerme bajo un techo que no gotea", 2400, 45),
    ("social", "individual", "school", "Los niños van a la escuela todos los días", 900, 60),
    ("social", "structural", "legal_docs", "Tiene su carnet y su registro de salud", 150, 50),
    ("psychosocial", "individual", "psychosocial", "Duerme, y habla de lo que pasó si quiere", 0,
     80),
    ("psychosocial", "community", "mediation", "La familia come otra vez en la misma mesa", 0, 50),
)  # fmt: skip
STATES = {"agreed": 0, "running": 1, "late": 1, "revised": 1, "review": 2, "lasts": 9, "choice": 1}
SHOWN = {
    "economic": "El puesto da para comer y para el alquiler.",
    "social": "Los niños van a la escuela, y la vecina cuida al menor.",
    "psychosocial": "Dice que ya no piensa en irse: si se va, será porque quiere.",
}
WAY = "Es lo que hablamos: primero el techo, después el puesto."


@dataclass(frozen=True)
class CommunityProjectOutline:
    """One project: where, what for, what it should change, and how far it has come."""

    title: str
    aim: str
    activity: str
    dimension: str
    level: str
    budget: int
    begins: int
    ends: int
    expected: tuple[str, int, int]
    people: tuple[int, ...]
    over: str = ""


OVEN = CommunityProjectOutline(
    "Un horno para Los Olivos", "Pan para vender y un lugar para encontrarse: lo cuidan las "
    "vecinas de siempre y las recién llegadas.", "community_project", "economic", "community",
    21_000, -120, 60, ("Familias que hornean cada semana", 30, 22), (18, 9, 11, 6),
)  # fmt: skip
COURT = CommunityProjectOutline(
    "La cancha de todos", "Arreglar la cancha con los jóvenes que volvieron y los del barrio.",
    "community_project", "psychosocial", "community", 8_500, -210, -40,
    ("Jóvenes que juegan cada sábado", 40, 46), (14, 31, 3, 2),
    "La cancha está abierta, y la cuida la junta.",
)  # fmt: skip
DESK = CommunityProjectOutline(
    "Una ventanilla que recibe cualquier papel", "Que quien vuelve pueda reclamar y registrarse "
    "sin traer lo que perdió.", "legal_docs", "social", "structural", 14_000, -60, 120,
    ("Reclamos respondidos en diez días", 200, 61), (24, 27, 0, 0),
)  # fmt: skip


def fill(world: World) -> None:
    generator = PersonGenerator(world.dice("back"), world.today)
    for at, (owner, team, ago, state) in enumerate(BACK):
        world.tell(_comes_back(world, generator, at, owner, team, ago, state))
    olivos = {"community": community("Vecinas y vecinos de Los Olivos")}
    ministry = {"institution": world.organizations["Ministerio de Trabajo y Movilidad"]}
    for outline, about in ((OVEN, olivos), (COURT, olivos), (DESK, ministry)):
        world.tell(_changes_for_many(world, outline, about))


def _comes_back(
    world: World, generator: PersonGenerator, at: int, owner: str, team: str, ago: int, state: str
) -> Story:
    """Met on arrival, planned with, agreed; then as far as it has come."""
    dice, by = world.dice("plan", at), world.users[owner]
    yield world.at(-ago, f"{9 + at % 7:02d}:{5 + at:02d}")
    case = _met(world, generator, owner, team)
    plan = ReintegrationPlan.begin(case, by=by, arrived_on=world.day(-ago))
    if state == "draft" and at % 2:
        return
    yield world.at(-ago + dice.randint(4, 9), "10:40")
    chosen = sorted(dice.sample(range(len(PLANNED)), 4))
    items = [_put(plan, by, world, *PLANNED[number]) for number in chosen]
    if state == "draft":
        return
    yield world.at(-ago + dice.randint(14, 24), "15:20")
    plan.agree(by=by, on=case.office.today(), how="signed", text=WAY)
    for item in items[: STATES[state]]:
        yield world.at(-ago + 26 + item.pk % 5, "09:30")
        PlanItem.objects.get(pk=item.pk).start(by=by)
    yield from _goes_on(world, plan, items, ago, state)


def _met(world: World, generator: PersonGenerator, owner: str, team: str) -> Case:
    profile = generator.somebody("BO", ages=(19, 58), here="BO").speaking("es")
    consent = agreement("es", until=world.day(300), shares=[])
    met = first_contact.RegistrationData(
        person=profile.fields, consent=consent, contacts=[],
        case={
            "kind": "return", "channel": "partner", "place": place("Terminal de buses"),
            "presenting_concern": "Volvió después de años fuera, y no sabe por dónde empezar.",
        },
    )  # fmt: skip
    _person, case = first_contact.register_first_contact(
        met, by=world.users[owner], team=world.teams[team]
    )
    assert case is not None  # noqa: S101 - one was asked for
    Screening.hold(case, by=world.users[owner], asylum_wish=False, text="Está bien recibida.")
    return case


def _put(
    plan: ReintegrationPlan, by, world: World, dimension: str, level: str, activity: str,
    objective: str, budget: int, days: int,
) -> PlanItem:  # fmt: skip
    today = plan.case.office.today()
    return plan.add(
        by=by, dimension=dimension, level=level, activity=activity, objective=objective,
        responsible=by, provider_words="Cruz del Sur" if level == "individual" else "",
        starts_on=today + timedelta(days=14), ends_on=today + timedelta(days=14 + days),
        budget=Decimal(budget) if budget else None, currency="BOB" if budget else "",
    )  # fmt: skip


def _goes_on(world: World, plan: ReintegrationPlan, items: list, ago: int, state: str) -> Story:
    """Looked at again, changed, or ended."""
    by = plan.by
    if state in ("review", "lasts"):
        yield world.at(-ago + 70, "11:10")
        plan.review(
            by=by, on=plan.case.office.today(), next_on=world.day(-ago + 130),
            text="El puesto anda. Falta el papel de la escuela.",
        )  # fmt: skip
    if state in ("lasts", "review"):
        for item in items[: 9 if state == "lasts" else 2]:
            yield world.at(-ago + 90 + item.pk % 20, "16:00")
            PlanItem.objects.get(pk=item.pk).complete(by=by, text="Lo vimos en la visita.")
    if state == "revised":
        yield world.at(-6, "10:15")
        plan.revise(by=by)
    if state == "choice":
        yield world.at(-20, "12:30")
        plan.finish(by=by, how="choice", text="Consiguió trabajo y quiere seguir por su cuenta.")
    if state == "lasts":
        yield world.at(-8, "17:00")
        plan.finish(by=by, how="sustainable", **SHOWN)


def _changes_for_many(world: World, outline: CommunityProjectOutline, about: dict) -> Story:
    """Planned in the case of a community or institution; counted and measured as it goes on."""
    by = world.users["lucia"]
    yield world.at(outline.begins - 5, "10:05")
    case = Case.objects.active().filter(**about).order_by("pk").first() or _opened(world, about)
    project = CommunityProject.plan(
        case, by=by, title=outline.title, aim=outline.aim, activity=outline.activity,
        dimension=outline.dimension, level=outline.level, budget=Decimal(outline.budget),
        currency="BOB", starts_on=world.day(outline.begins), ends_on=world.day(outline.ends),
    )  # fmt: skip
    words, expected, reached = outline.expected
    result = project.expect(by=by, text=words, expected=Decimal(expected))
    yield world.at(outline.begins, "08:45")
    project.begin(by=by)
    _answers_what_is_known(project, by)
    yield world.at((outline.begins + min(outline.ends, 0)) // 2, "18:20")
    today = case.office.today()
    places = (("female", "18-59"), ("male", "18-59"), ("female", "12-17"), ("male", "12-17"))
    people = dict(zip(places, outline.people, strict=True))
    project.count(by=by, on=today, people=people)
    result.measure(by=by, on=today, number=Decimal(reached), text="Contado con la junta.")
    yield world.at(-7, "19:00")
    if outline.over:
        project.finish(by=by, how="done", text=outline.over)
        return
    theirs = Case.objects.active().filter(kind="return", owner=by).order_by("pk")
    for served in theirs.with_subject()[:3]:
        project.serve(served, by=by)


def _opened(world: World, about: dict) -> Case:
    kind = next(iter(about))
    with clock.at(clock.now()):
        return Case.open(
            by=world.users["lucia"], team=world.teams[SHELTER], owner=world.users["lucia"],
            kind=kind, channel="community", language="es", **about,
        )  # fmt: skip


def _answers_what_is_known(project: CommunityProject, by) -> None:
    for known in Observation.objects.context_of(project.place).order_by("pk")[:2]:
        if project.place:
            project.address(known, by=by)
