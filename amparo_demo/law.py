"""The law of the demo: a made-up law and policy, and made-up acts of States about treaties.

Everything says in its title or source that it is made up. The policy and one list of ratifications
are older than twelve months, so that pages show what they say then.
"""

from pathlib import Path

from amparo.foundation.core import clock
from amparo.foundation.law.imports import (
    LawDetails,
    Origin,
    import_law,
    import_provisions,
    import_statuses,
)
from amparo.foundation.law.law_files import parse_law
from amparo.foundation.law.models import Instrument, Provision
from amparo.foundation.law.tables import ReadRows
from amparo_demo.world import World

LAW = Path(__file__).parent / "data" / "law-es.md"
MADE_UP = "Inventado para la demostración"
KEEPER, SUPERVISOR = "admin", "maren"
# Articles of the law, and the rights that they are about.
RIGHTS = {
    "art_1": ("documents",),
    "art_2": ("education",),
    "art_3": ("health",),
    "art_4": ("nonrefoulement", "expulsion"),
}
# Days ago; country, treaty, act, year, reservation.
STATUSES = (
    (620, (("BO", "CRC", "ratified", 1990, ""), ("PE", "CRC", "ratified", 1990, ""),
           ("EC", "CRC", "ratified", 1990, ""))),
    (35, (("BO", "ICRMW", "ratified", 2000, ""), ("PE", "ICRMW", "acceded", 2005, ""),
          ("CL", "ICRMW", "acceded", 2005,
           "Declaración inventada: no aplica el párrafo 6 del artículo 22."),
          ("BO", "REF51", "acceded", 1982, ""))),
)  # fmt: skip
POLICY = (
    ("1", "Principio", "Ninguna niña y ningún niño es detenido por su situación migratoria."),
    ("2", "Coordinación", "Las instituciones acuerdan quién recibe a cada persona."),
)


def fill(world: World) -> None:
    for days, rows in STATUSES:
        with clock.at(world.at(max(2 - days, -350), "10:00")):
            _statuses(world, -days, rows)
    with clock.at(world.at(-345, "10:00")):
        _policy(world)
    with clock.at(world.at(-60, "10:00")):
        _law(world)


def _statuses(world: World, days: int, rows: tuple) -> None:
    treaties = {each.code: each for each in Instrument.objects.treaties()}
    good = [
        (number, {"country": country, "instrument": treaties[code], "act": act, "on": None,
                  "year": year, "statement": statement})
        for number, (country, code, act, year, statement) in enumerate(rows, 2)
    ]  # fmt: skip
    origin = Origin(f"{MADE_UP}: no es el estado real", world.day(days))
    import_statuses(ReadRows(good), origin, by=world.users[KEEPER])


def _policy(world: World) -> None:
    by, day = world.users[KEEPER], world.day(-565)
    policy = Instrument.record(
        by=by, code="DEMO-POL-1", kind="policy", title=f"Política migratoria ({MADE_UP.lower()})",
        language="es", country="BO", adopted_year=day.year - 1, source=MADE_UP, as_of=day,
    )  # fmt: skip
    good = [
        (order, {"instrument": policy, "number": number, "heading": heading, "text": text,
                 "language": "es", "kind": Provision.Kind.ARTICLE, "eid": f"art_{number}",
                 "parent_eid": "", "rights": ("liberty",) if number == "1" else ()})
        for order, (number, heading, text) in enumerate(POLICY, 2)
    ]  # fmt: skip
    import_provisions(ReadRows(good), Origin(MADE_UP, day), by=by, instrument=policy)


def _law(world: World) -> None:
    law = parse_law(LAW.read_text(encoding="utf-8"))
    by = world.users[SUPERVISOR]
    made = import_law(
        law, LawDetails("law", "BO", "es"), Origin(MADE_UP, world.day(-70), "CC0"), by=by
    )
    for article in made.provisions.filter(eid__in=RIGHTS):
        article.set_rights(by=by, rights=RIGHTS[article.eid])
