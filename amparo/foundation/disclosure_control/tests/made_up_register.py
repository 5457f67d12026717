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
SECRET = b"a secret of thirty-two bytes....."


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


def dimensions(people: Iterable[Someone], names: Iterable[str]) -> list[Dimension]:
    """Returns dimensions that list what occurs among these people."""
    return [
        Dimension(name, tuple(sorted({getattr(one, name) for one in people}))) for name in names
    ]


def count_people(people: Sequence[Someone], names: Sequence[str]) -> Table:
    """Returns the table by these dimensions with all margins, as grouping sets would count it."""
    counted = (
        (values, someone)
        for someone in people
        for values in product(*([getattr(someone, name), None] for name in names))
    )
    return _table(dimensions(people, names), counted)


def count_to_date(people: Sequence[Someone], names: Sequence[str]) -> Table:
    """Returns the year to date at the end of each month, by these dimensions and their margins."""
    (months,) = dimensions(people, ["month"])
    to_date = {
        f"until {month}": frozenset(months.categories[: at + 1])
        for at, month in enumerate(months.categories)
    }
    counted = (
        (values, someone)
        for someone in people
        for values in product(
            [label for label, reached in to_date.items() if someone.month in reached],
            *([getattr(someone, name), None] for name in names),
        )
    )
    periods = Dimension("month", groups=to_date)
    return _table([periods, *dimensions(people, names)], counted)


def _table(by: Sequence[Dimension], counted: Iterable[tuple[tuple, Someone]]) -> Table:
    rows: dict[tuple, tuple[int, int]] = {}
    for values, someone in counted:
        people, key = rows.get(values, (0, 0))
        rows[values] = people + 1, key ^ someone.key
    return Table.from_rows("registered", by, [(*values, *row) for values, row in rows.items()])


def linked_tables(people: Sequence[Someone]) -> list[Table]:
    """Returns area × sex, area × band and sex × band with their margins."""
    pairs = (("area", "sex"), ("area", "band"), ("sex", "band"))
    return [count_people(people, names) for names in pairs]


def true_count(people: Iterable[Someone], combination: dict[str, str]) -> int:
    """Returns how many there are in truth; a label of several categories is their sum."""
    return sum(
        all(getattr(each, name) in label.split(" + ") for name, label in combination.items())
        for each in people
    )
