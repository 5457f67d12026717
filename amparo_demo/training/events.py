"""Training in the demo: one workshop that was held, one of today, others to come."""

from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from amparo.foundation.core.models import Office
from amparo.foundation.funding.models import BudgetLine
from amparo.foundation.people.models import Place
from amparo.pillars.training.models import Course, CourseVersion, TrainingEvent
from amparo.pillars.training.planning import plan_event
from amparo.pillars.training.session_times import days_from, times_of
from amparo_demo.world import Story, World

# The workshop of which registrations, attendance, tests and certificates are told elsewhere.
WORKSHOP = "Policía de frontera, Puerto Alto"
# Its attendance is to be taken now.
TODAY = "Guardia de la terminal"


def fill(world: World) -> None:
    """Adds them."""
    world.tell(_workshop(world))
    world.tell(_coming(world))


def workshop() -> TrainingEvent:
    """The workshop of two days with the border police, planned 45 days ago and held last week."""
    return TrainingEvent.objects.get(subtitle=WORKSHOP)


def _workshop(world: World) -> Story:
    yield world.at(-45, "10:00")
    by = world.users["training"]
    event = _plan(
        world, -9, 2, subtitle=WORKSHOP, venue="Escuela de policía", seats=30, languages="es",
        trainers=[world.users["trainer"]], outside_trainers=["Cnel. Rosaura Tapia"],
        is_public=True, budget_lines=_budget_lines(),
    )  # fmt: skip
    yield world.at(-44)
    event.open(by=by)
    yield world.at(-12, "18:00")
    event.close(by=by)
    yield world.at(-5, "08:30")
    event.hold(by=by)


def _coming(world: World) -> Story:
    by = world.users["training"]
    yield world.at(-12, "11:00")
    shift = _plan(
        world, 6, 1, subtitle="Policía de frontera, turno de noche", venue="Puesto fronterizo",
        seats=20, languages="es",
    )  # fmt: skip
    today = _plan(
        world, 0, 1, subtitle=TODAY, venue="Terminal de buses", seats=12, languages="es",
        trainers=[world.users["trainer"]],
    )  # fmt: skip
    webinar = _plan(
        world, 15, 2, hours=("16:00", "18:00"), subtitle="Consulados", mode="online",
        link="https://meet.example.org/consulados", time_zone="Europe/Madrid", seats=200,
        languages="es en fr", is_public=True, trainers=[world.users["trainer"]],
    )  # fmt: skip
    _plan(
        world, 33, 3, subtitle="Personal de albergues", venue="Casa comunal", seats=24,
        languages="es", uses_codes=True,
    )  # fmt: skip
    off = _plan(
        world, 20, 1, subtitle="Fiscalía, Puerto Alto", venue="Fiscalía departamental", seats=15,
        languages="es",
    )  # fmt: skip
    yield world.at(-11)
    for each in (shift, today, webinar, off):
        each.open(by=by)
    yield world.at(-3, "16:00")
    off.cancel(by=by, because="La sala no está libre en esas fechas.")


def _plan(
    world: World, ahead: int, days: int, hours: tuple[str, str] = ("09:00", "16:00"), **fields
) -> TrainingEvent:  # fmt: skip
    by = world.users["training"]
    office = world.offices["Puerto Alto"]
    zone = fields.setdefault("time_zone", str(office.time_zone))
    starts, ends = (world.at(ahead, hour) for hour in hours)
    first = _working_day(starts.date(), office) if ahead else starts.date()
    times = times_of(
        days_from(first, days, office.is_working_day), starts.time(), ends.time(), ZoneInfo(zone)
    )
    place = Place.objects.filter(name="Puerto Alto").first()
    return plan_event(
        by=by, office=office, version=_version(world), sessions=times,
        place=None if fields.get("mode") == "online" else place, **fields,
    )  # fmt: skip


def _working_day(day: date, office: Office) -> date:
    """The last day of work until then: what was held last week was held then."""
    while not office.is_working_day(day):
        day -= timedelta(days=1)
    return day


def _budget_lines() -> list[BudgetLine]:
    return list(BudgetLine.objects.filter(fund__office__name="Puerto Alto").order_by("pk")[:1])


def _version(world: World) -> CourseVersion:
    """The course that is taught; where none is published yet, one for border officers."""
    published = CourseVersion.objects.filter(state=CourseVersion.State.PUBLISHED)
    found = published.order_by("pk").first()
    if found is not None:
        return found
    by = world.users["training"]
    course = Course.record(by=by, office=world.offices["Puerto Alto"], code="TDP-FRO")
    version = course.versions.get()
    version.write(
        by=by, hours=Decimal(14),
        texts={
            "title": {"es": "Identificar a víctimas de trata en frontera",
                      "en": "Identifying victims of trafficking at the border"},
            "objectives": {"es": "Reconocer indicadores. Hablar sin dañar. Derivar.",
                           "en": "Recognize indicators. Speak without harm. Refer."},
        },
    )  # fmt: skip
    version.review(by=world.users["maren"])
    version.publish(by=by)
    return version
