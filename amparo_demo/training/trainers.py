"""Training in the demo: a course about data in lists, whose trainers trained trainers. Two
generations, in two languages and places; one branch is silent; one trainer is to be observed.

Colleagues took part in it: what their work requires rests on it (`requirements`). All made up.
"""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from amparo.foundation.core import clock
from amparo.foundation.people.models import Place
from amparo.pillars.training.eligibility import Standing
from amparo.pillars.training.models import (
    AttendanceEntry,
    Certificate,
    Competency,
    Course,
    CourseVersion,
    Enrolment,
    EventObserver,
    EventTrainer,
    Observation,
    ObservationScore,
    Participant,
    Trainer,
    TrainerQualification,
    TrainingEvent,
    TrainingSession,
)
from amparo_demo.world import Story, World

OFFICE, KEEPER, REVIEWER = "Puerto Alto", "training", "maren"
COURSE, COMPETENCY = "DAT-1", "DAT"
# Name, languages, town, institution: the first trained the others.
TRAINERS = (
    ("Hortensia Villegas", "es", "Puerto Alto", "Defensoría de la Niñez"),
    ("Benoît Lacroix", "fr es", "Valle Seco", "Consulado de Francia"),
    ("Gladys Huallpa", "es", "Valle Seco", "Migración"),
    ("Grace Okafor", "en fr", "Puerto Alto", "Cruz del Sur"),
)
FIRST, SECOND, SILENT, NEW = (name for name, *_rest in TRAINERS)
OFFICERS = ("Edwin Colque", "Sonia Ledezma", "Víctor Ayaviri", "Marcela Zenteno", "René Copa")
POINTS = (3, 3, 2, 2, 3, 2, 2, 3)
TEXTS = {
    "title": {"es": "Listas y datos sin daño", "en": "Lists and data without harm",
              "fr": "Listes et données sans nuire"},
    "objectives": {"es": "Exportar lo menos posible, guardar y compartir listas sin exponer a"
                         " nadie.",
                   "en": "Export as little as possible; keep and share lists without exposing"
                         " anybody.",
                   "fr": "Exporter le moins possible ; garder et partager des listes sans exposer"
                         " personne."},
}  # fmt: skip
# A certificate counts for so many months: who took part half a year ago renews now.
VALIDITY = 6


def fill(world: World) -> None:
    world.tell(_cascade(world))


class _People:
    """Who takes part, recorded once; colleagues under their account."""

    def __init__(self, world: World):
        self.world = world
        self.known: dict[str, Participant] = {}

    def get(self, name: str) -> Participant:
        if name not in self.known:
            self.known[name] = self._record(name)
        return self.known[name]

    def _record(self, name: str) -> Participant:
        by, office = self.world.users[KEEPER], self.world.offices[OFFICE]
        user = self.world.users.get(name)
        if user is not None:
            known = Participant.objects.filter(user=user).first()
            return known or Participant.record(by=by, office=office, user=user, name=user.name)
        places = {each: place for each, _languages, _town, place in TRAINERS}
        return Participant.record(
            by=by, office=office, name=name, country="BO",
            institution=places.get(name, "Policía de Frontera"),
        )  # fmt: skip


def _cascade(world: World) -> Story:
    by, people = world.users[KEEPER], _People(world)
    yield world.at(-335, "10:00")
    version = _course(world)
    yield world.at(-330, "16:30")
    first = _trainer(world, people, FIRST)
    event = _give(world, version, people, -330, "Formación de formadores", [FIRST])
    _come(event, people, (SECOND, SILENT, NEW, *OFFICERS[:1]), by)
    _certify(world, first, version, event)
    yield world.at(-300, "16:30")
    silent = _trainer(world, people, SILENT)
    event = _give(world, version, people, -300, "Equipos de Valle Seco", [SILENT])
    seats = _come(event, people, ("data", *OFFICERS[1:2]), by)
    _certify(world, silent, version, event)
    _issue(seats[:1], by)
    yield world.at(-155, "16:30")
    second = _trainer(world, people, SECOND)
    event = _give(world, version, people, -155, "Personal de la oficina", [FIRST, SECOND])
    seats = _come(event, people, ("maren", *OFFICERS[2:4]), by)
    _certify(world, second, version, event)
    _issue(seats[:1], by)
    yield world.at(-40, "16:30")
    event = _give(world, version, people, -40, "Consulados", [SECOND])
    _come(event, people, OFFICERS[3:], by)
    yield world.at(-1, "13:00")
    _to_be_observed(world, people, version)


def _course(world: World) -> CourseVersion:
    by = world.users[KEEPER]
    statements = {
        "es": "Cuida los datos de las personas en listas y exportaciones.",
        "en": "Protects people’s data in lists and exports.",
        "fr": "Protège les données des personnes dans les listes et exportations.",
    }
    competency = Competency.record(by=by, code=COMPETENCY, framework=None, statements=statements)
    course = Course.record(by=by, office=world.offices[OFFICE], code=COURSE)
    version = course.versions.get()
    version.write(
        by=by, texts=TEXTS, hours=Decimal(6), competencies=[competency], min_score=None,
        validity_months=VALIDITY,
    )  # fmt: skip
    version.review(by=world.users[REVIEWER])
    version.publish(by=by)
    return version


def _trainer(world: World, people: _People, name: str) -> Trainer:
    [(languages, town)] = [(said, town) for each, said, town, _at in TRAINERS if each == name]
    place = Place.objects.filter(name=town).first()
    return Trainer.record(
        people.get(name), by=world.users[KEEPER], languages=languages, place=place
    )


def _give(
    world: World, version: CourseVersion, people: _People, days: int, subtitle: str,
    trainers: Iterable[str],
) -> TrainingEvent:  # fmt: skip
    """An event of one day, held by these."""
    by, office = world.users[KEEPER], world.offices[OFFICE]
    event = TrainingEvent.plan(
        by=by, office=office, version=version, subtitle=subtitle, seats=12, languages="es",
        venue="Casa del Camino",
    )  # fmt: skip
    add_session(event, world, days)
    for at, name in enumerate(trainers):
        who = people.get(name)
        EventTrainer.appoint(event, by=by, participant=who, is_lead=at == 0)
    event.open(by=by)
    event.hold(by=by)
    return event


def add_session(event: TrainingEvent, world: World, days: int) -> None:
    starts = world.at(days, "09:00")
    TrainingSession.plan(
        event, by=world.users[KEEPER], starts_at=starts, ends_at=starts + timedelta(hours=6)
    )


def _come(event: TrainingEvent, people: _People, names: Iterable[str], by) -> list[Enrolment]:
    [session] = event.sessions.all()
    seats = [Enrolment.enrol(event, people.get(name), by=by) for name in names]
    for each in seats:
        AttendanceEntry.write(
            session, each, by=by, how=AttendanceEntry.How.TICK, is_present=True,
            source=f"page {by.pk}",
        )  # fmt: skip
    return seats


def _issue(seats: Iterable[Enrolment], by) -> None:
    for each in seats:
        Certificate.issue(each, by=by, standing=Standing(100, None, ()))


def _certify(world: World, trainer: Trainer, version: CourseVersion, event: TrainingEvent) -> None:
    """Observed at this event, and certified."""
    by, today = world.users[KEEPER], clock.now().date()
    items = ObservationScore.Item.values
    observation = Observation.record(
        trainer, event, by=by, on=today, points=dict(zip(items, POINTS, strict=True)),
        note="Ejemplos claros y tiempo para practicar. Falta comprobar qué se entendió.",
    )  # fmt: skip
    for _step in range(4):
        TrainerQualification.advance(
            trainer, version.course, by=by, on=today, observation=observation
        )


def _to_be_observed(world: World, people: _People, version: CourseVersion) -> None:
    """The first training that a new trainer gives; a colleague is to observe it."""
    by = world.users[KEEPER]
    new = _trainer(world, people, NEW)
    for _step in range(2):
        TrainerQualification.advance(new, version.course, by=by, on=world.day(-20))
    event = _give(world, version, people, -1, "Voluntariado", [NEW])
    _come(event, people, OFFICERS[:2], by)
    if "trainer" in world.users:
        EventObserver.appoint(new, event, by=by, user=world.users["trainer"])
        Trainer.record(
            people.get("trainer"), by=by, languages="es en",
            place=Place.objects.filter(name=OFFICE).first(),
        )  # fmt: skip
