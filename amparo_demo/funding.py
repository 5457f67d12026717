"""The funding of the demo: funds of four donors in two offices, and the rates of ten weeks."""

from decimal import Decimal
from random import Random

from amparo.foundation.core import clock
from amparo.foundation.core.models import Organization
from amparo.foundation.funding.models import BudgetLine, ExchangeRate, Fund
from amparo.pillars.assistance.models import Case
from amparo_demo.world import Story, World

PORT, VALLEY = "Puerto Alto", "Valle Seco"
SINCE = -430
KEEPERS = {PORT: "data", VALLEY: "pilar"}
# Office; donor and its kind; code, name and currency of its fund; its lines, with their budgets.
FUNDS = (
    (PORT, ("Cooperación Alba", "agency"), ("ALB-26", "Retorno y reintegración", "USD"),
     (("1.1", "Subsidios de viaje", 6000), ("1.2", "Subsidios de reintegración", 18000))),
    (PORT, ("Fondo Puente", "ngo"), ("PUE-3", "Comunidades que reciben", "EUR"),
     (("A", "Subsidios comunitarios", 9000), ("B", "Ayuda de emergencia", 2500))),
    (PORT, ("Municipio de Puerto Alto", "government"), ("MUN-1", "Ayuda inmediata", "BOB"),
     (("01", "Ayuda de emergencia", 40000),)),
    (PORT, ("Cooperación Alba", "agency"), ("EME-26", "Fondo de emergencia", "BOB"),
     (("1", "Alimentos y abrigo", 90000), ("2", "Alojamiento", 120000))),
    (PORT, ("Diócesis del Altiplano", "ngo"), ("PAR-2", "Aporte parroquial", "BOB"),
     (("1", "Necesidades urgentes", 30000),)),
    (VALLEY, ("Fondo Puente", "ngo"), ("CAM-26", "Programa Camino Seguro", "PEN"),
     (("1", "Alimentos y abrigo", 60000), ("2", "Alojamiento", 80000))),
)  # fmt: skip
# Out of which services are paid; grants are charged to the others.
FOR_SERVICES = ("EME-26", "PAR-2", "CAM-26")
# So many of each for one USD, where the first week stands; made up, and moved a little each week.
RATES = {"BOB": "6.90", "EUR": "0.92", "PEN": "3.72"}
READ = "Cotización de ejemplo"
WEEKS = 10


def fill(world: World) -> None:
    with clock.at(world.at(SINCE, "08:30")):
        for office, (donor, kind), fund, lines in FUNDS:
            if office in world.offices:
                _fund(world, office, _donor(donor, kind), fund, lines)
    for week in range(WEEKS):
        world.tell(_rates(world, week))


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


def _rates(world: World, week: int) -> Story:
    yield world.at(-7 * (WEEKS - week), "08:05")
    dice = world.dice("rates", week)
    for currency, rate in RATES.items():
        moved = Decimal(rate) * (1000 + dice.randint(-8, 8)) / 1000
        ExchangeRate.record(
            by=world.users["data"], currency=currency, base="USD", rate=round(moved, 4),
            on=world.offices[PORT].today(), source=READ,
        )  # fmt: skip


def service_line(case: Case, dice: Random) -> BudgetLine | None:
    """One of the lines out of which the office of this case pays services."""
    open_lines = BudgetLine.objects.open_at(case.team.office, case.office.today())
    found = list(open_lines.filter(fund__code__in=FOR_SERVICES).order_by("pk"))
    return dice.choice(found) if found else None


def grant_lines(world: World) -> list[BudgetLine]:
    """Those that grants are charged to."""
    lines = BudgetLine.objects.filter(fund__office=world.offices[PORT])
    found = lines.exclude(fund__code__in=FOR_SERVICES)
    return list(found.select_related("fund").order_by("pk"))
