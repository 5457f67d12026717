"""A made-up register to attack: seeded people, counted as the facts count them."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from amparo.foundation.disclosure_control.tables import Dimension, Table

AREAS = tuple(f"area {number:02}" for number in range(1, 13))
SEXES = ("female", "male")
BANDS = ("0-4", "5-11", "12-17", "18-59", "60+")
MONTHS = tuple(f"2026-{month:02}" for month in range(1, 13))
CATEGORIES = {"area": AREAS, "sex": SEXES, "band": BANDS, "month": MONTHS}
SECRET = b"a secret of thirty-two bytes....."

DIMENSIONS = {
    "area": Dimension("area", AREAS, area_level=2),
    "sex": Dimension("sex", SEXES),
    "band": Dimension("band", BANDS),
    "month": Dimension("month", MONTHS, period_months=1),
}
TO_DATE = {f"until {month}": frozenset(MONTHS[: at + 1]) for at, month in enumerate(MONTHS)}
PERIODS = Dimension("month", groups=TO_DATE, period_months=1)


@dataclass(frozen=True)
class Someone:
    key: int
    area: str
    sex: str
    band: str
    month: str


def make_register(people: int = 2400, seed: int = 22) -> list[Someone]:
    """Returns people of whom most live in few areas, so that many cells are small."""
    chance = random.Random(seed)
    weights = [0.72**at for at in range(len(AREAS))]
    return [
        Someone(
            chance.getrandbits(64),
            chance.choices(AREAS, weights)[0],
            chance.choices(SEXES, (0.56, 0.44))[0],
            chance.choices(BANDS, (0.12, 0.16, 0.1, 0.56, 0.06))[0],
            chance.choice(MONTHS),
        )
        for _each in range(people)
    ]


def count_people(people: Iterable[Someone], names: Sequence[str], **more) -> Table:
    """Returns the table by these dimensions with all margins, as grouping sets would count it."""
    rows: dict[tuple, list[int]] = {}
    for someone in people:
        choices = [(getattr(someone, name), None) for name in names]
        for values in product(*choices):
            row = rows.setdefault(values, [0, 0])
            row[0] += 1
            row[1] ^= someone.key
    dimensions = more.pop("dimensions", [DIMENSIONS[name] for name in names])
    measure = more.pop("measure", "registered")
    return Table.from_rows(
        measure, dimensions, [(*values, *row) for values, row in rows.items()], **more
    )


def count_to_date(people: Iterable[Someone], names: Sequence[str]) -> Table:
    """Returns the year to date at the end of each month, by these dimensions and their margins."""
    rows: dict[tuple, list[int]] = {}
    for someone in people:
        choices = [(getattr(someone, name), None) for name in names]
        reached = [label for label, months in TO_DATE.items() if someone.month in months]
        for values in product(reached, *choices):
            row = rows.setdefault(values, [0, 0])
            row[0] += 1
            row[1] ^= someone.key
    return Table.from_rows(
        "registered",
        [PERIODS, *(DIMENSIONS[name] for name in names)],
        [(*values, *row) for values, row in rows.items()],
    )


def linked_tables(people: Sequence[Someone]) -> list[Table]:
    """Returns area × sex, area × band and sex × band with their margins."""
    return [
        count_people(people, names)
        for names in (("area", "sex"), ("area", "band"), ("sex", "band"))
    ]


def true_count(people: Iterable[Someone], combination: dict[str, str]) -> int:
    """Returns how many there are in truth; a label of several categories is their sum."""
    return sum(
        all(getattr(each, name) in label.split(" + ") for name, label in combination.items())
        for each in people
    )
