"""The funding of the demo: projects and funds of four donors in two offices; exchange rates."""

from decimal import Decimal
from random import Random

from amparo.foundation.core import clock
from amparo.foundation.core.models import Organization
from amparo.foundation.funding.models import BudgetLine, ExchangeRate, Fund, Project
from amparo.foundation.people.models import Place
from amparo.pillars.assistance.cases.models import Case
from amparo_demo.world import Story, World

PORT, VALLEY = "Puerto Alto", "Valle Seco"
# The line that travel is charged to.
TICKETS = "Pasajes"
SINCE = -430
KEEPERS = {PORT: "data", VALLEY: "pilar"}
# Office; donor and its kind; code, name and currency of its fund; its lines, with their budgets.
FUNDS = (
    (PORT, ("Cooperación Alba", "agency"), ("ALB-26", "Retorno y reintegración", "USD"),
     (("1.1", "Subsidios de viaje", 1200), ("1.2", "Subsidios de reintegración", 2400),
      ("1.3", "Asistencia directa", 1600), ("1.4", TICKETS, 6000))),
    (PORT, ("Fondo Puente", "ngo"), ("PUE-3", "Comunidades que reciben", "EUR"),
     (("A", "Subsidios comunitarios", 9000), ("B", "Ayuda de emergencia", 2500))),
    (PORT, ("Municipio de Puerto Alto", "government"), ("MUN-1", "Ayuda inmediata", "BOB"),
     (("01", "Ayuda de emergencia", 40000),)),
    (PORT, ("Cooperación Alba", "agency"), ("EME-26", "Fondo de emergencia", "BOB"),
     (("1", "Alimentos y abrigo", 6000), ("2", "Alojamiento", 9000))),
    (PORT, ("Diócesis del Altiplano", "ngo"), ("PAR-2", "Aporte parroquial", "BOB"),
     (("1", "Necesidades urgentes", 15000),)),
    (VALLEY, ("Fondo Puente", "ngo"), ("CAM-26", "Programa Camino Seguro", "PEN"),
     (("1", "Alimentos y abrigo", 60000), ("2", "Alojamiento", 80000))),
)  # fmt: skip
# Code, title, first and last day, donor, currency, its funds, its places, its partners.
PROJECTS = (
    ("ALB-26", "Retorno seguro y reintegración", (SINCE, 200), "Cooperación Alba", "USD",
     ("ALB-26",), ("Puerto Alto",), ("Cruz del Sur", "Casa Alba")),
    ("ALB-EM", "Respuesta de emergencia", (SINCE, 45), "Cooperación Alba", "BOB", ("EME-26",),
     ("Puerto Alto",), ()),
    ("PUE-27", "Comunidades que reciben, segunda fase", (70, 430), "Fondo Puente", "EUR", (),
     (), ("Cruz del Sur",)),
    ("DIO-1", "Abrigo de invierno", (SINCE, -20), "Diócesis del Altiplano", "BOB", ("PAR-2",),
     (), ()),
)  # fmt: skip
PROJECT_KEEPER = "programme"
# Out of which lines services are paid; grants are charged to the others.
FOR_SERVICES = (("EME-26", "1"), ("EME-26", "2"), ("PAR-2", "1"), ("CAM-26", "1"),
                ("CAM-26", "2"), ("ALB-26", "1.3"))  # fmt: skip
# So many of each for one USD, where the first week stands; made up, and moved a little each week.
RATES = {"BOB": "6.90", "EUR": "0.92", "PEN": "3.72"}
READ = "Cotización de ejemplo"
WEEKS = 10


def fill(world: World) -> None:
    with clock.at(world.at(SINCE, "08:30")):
        for office, (donor, kind), fund, lines in FUNDS:
            if office in world.offices:
                _fund(world, office, _donor(donor, kind), fund, lines)
        for project in PROJECTS:
            _project(world, *project)
    for days in (*range(SINCE + 1, -7 * WEEKS, 30), *(-7 * (WEEKS - at) for at in range(WEEKS))):
        world.tell(_rates(world, days))


def _project(
    world: World, code: str, title: str, days: tuple, donor: str, currency: str, funds: tuple,
    places: tuple, partners: tuple,
) -> None:  # fmt: skip
    by = world.users[PROJECT_KEEPER]
    made = Project.set_up(
        by=by, code=code, title=title, currency=currency,
        donor=Organization.objects.get(name=donor), offices=[world.offices[PORT]],
        starts_on=world.day(days[0]), ends_on=world.day(days[1]),
        places=Place.objects.filter(name__in=places),
        partners=Organization.objects.filter(name__in=partners),
    )  # fmt: skip
    for fund in Fund.objects.filter(code__in=funds, office=world.offices[PORT]):
        fund.change(by=by, name=fund.name, until=fund.until, project=made)


def _donor(name: str, kind: str) -> Organization:
    known = Organization.objects.filter(name=name).first()
    return known or Organization.found(by=None, name=name, kind=kind)


def _fund(world: World, office: str, donor: Organization, fund: tuple, lines: tuple) -> None:
    (code, name, currency), by = fund, world.users[KEEPERS[office]]
    made = Fund.set_up(
        by=by, code=code, name=name, currency=currency, office=world.offices[office], donor=donor,
        since=world.day(SINCE), until=world.day(200),
    )  # fmt: skip
    for code, name, amount in lines:
        BudgetLine.add(made, by=by, code=code, name=name, amount=Decimal(amount))


def _rates(world: World, days: int) -> Story:
    yield world.at(days, "08:05")
    dice = world.dice("rates", days)
    for currency, rate in RATES.items():
        moved = Decimal(rate) * (1000 + dice.randint(-8, 8)) / 1000
        ExchangeRate.record(
            by=world.users["data"], currency=currency, base="USD", rate=round(moved, 4),
            on=world.offices[PORT].today(), source=READ,
        )  # fmt: skip


def service_line(case: Case, dice: Random) -> BudgetLine | None:
    """One of the lines out of which the office of this case pays services."""
    open_lines = BudgetLine.objects.open_at(case.team.office, case.office.today())
    found = [each for each in open_lines.order_by("pk") if _is_for_services(each)]
    return dice.choice(found) if found else None


def grant_lines(world: World) -> list[BudgetLine]:
    """Those that grants are charged to."""
    lines = BudgetLine.objects.filter(fund__office=world.offices[PORT])
    found = lines.select_related("fund").order_by("pk")
    return [each for each in found if each.name != TICKETS and not _is_for_services(each)]


def _is_for_services(line: BudgetLine) -> bool:
    return (line.fund.code, line.code) in FOR_SERVICES
