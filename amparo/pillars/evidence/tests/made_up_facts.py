"""Facts of a made-up mission: every column of every fact, with gaps, in 19 offices."""

import random
from datetime import UTC, date, datetime, timedelta

from amparo.foundation.core.extension_points import facts
from amparo.foundation.core.measures import ColumnType
from amparo.pillars.evidence import shipped

TODAY = date(2026, 11, 20)
DAYS = 800
PERSONS, OFFICES, PLACES, LINES = 4_000, 19, 60, 12
# Of services and cases many: ClickHouse's own median draws a sample of 8,192.
MANY, FEW = 20_000, 2_000
# Two values of each column that carry what a statement could stumble on.
_CODES = ("food", "O'Higgins", 'a "b" \\ c', "ñandú", "مأوى")


def fill(store, seed=22):
    """Puts base tables and every registered fact into the store; returns the parts of each."""
    rng = random.Random(seed)
    for name, rows in _base_tables(rng).items():
        store.add_base_table(name, rows)
    return {fact.name: list(store.add_fact(fact, _rows(fact, rng))) for fact in facts.values()}


def _base_tables(rng):
    people = []
    for pk in range(1, PERSONS + 1):
        # Every twentieth file is merged into the one before.
        root = pk - 1 if pk % 20 == 0 else pk
        born = date(1940, 1, 1) + timedelta(days=rng.randrange(31_000))
        year = rng.choice((born.year, born.year, None))
        people.append((
            pk, root, (root * 0x9E3779B97F4A7C15) % 2**64, rng.choice(("female", "male", None)),
            rng.choice(("HN", "VE", "SY", None)), rng.choice(("regular", "irregular", None)),
            rng.choice((born, born, None)), year, rng.random() < 0.01,
        ))  # fmt: skip
    asked = {
        (rng.randrange(1, PERSONS), TODAY - timedelta(days=rng.randrange(DAYS))): rng.choice(
            ("yes", "no", "unknown")
        )
        for _each in range(1_500)
    }
    # Offices 1 to 15 in two regions, one of them with branches of its own; the others stand alone.
    heads = {pk: 1 if pk < 8 else 8 if pk < 16 else None for pk in range(1, OFFICES + 1)}
    return {
        "people": people,
        "functioning": [(person, day, found) for (person, day), found in asked.items()],
        "places": [(pk, pk % 7 or None, pk % 25 or None) for pk in range(1, PLACES + 1)],
        "offices": list(heads.items()),
        "budget_lines": [(pk, pk % 5, pk % 3 or None) for pk in range(1, LINES + 1)],
    }


def _rows(fact, rng):
    """A record of one to three persons is that many rows, as in life."""
    used = _used_values()
    wanted = MANY if fact.name in ("services", "cases") else FEW
    for record in range(1, wanted + 1):
        day = TODAY - timedelta(days=rng.randrange(DAYS))
        if record % 997 == 0:
            day = date(1926, 11, 20)  # somebody mistyped the century
        at = datetime(day.year, day.month, day.day, 23, 59, 59, rng.randrange(10**6), UTC)
        cancelled = day + timedelta(days=3) if rng.random() < 0.03 else None
        of_case = (
            rng.randrange(1, OFFICES + 1) if rng.random() < 0.99 else None,
            rng.choice(("general", "trafficking", "child")),
            rng.choice(("low", "high", None)), rng.choice((False, False, True, None)),
            rng.choice((None, *range(1, PLACES + 1))), rng.choice((None, *range(1, LINES + 1))),
        )  # fmt: skip
        own = tuple(
            _value(column, rng, used.get((fact.name, column.name), ())) for column in fact.columns
        )
        for person in _persons(rng):
            member = (rng.randrange(1, PERSONS),) if fact.has_members else ()
            yield record, day, at, cancelled, person, *of_case, *own, *member


def _persons(rng):
    if rng.random() < 0.02:
        return (None,)  # an activity for nobody known
    return tuple({rng.randrange(1, PERSONS + 1) for _each in range(rng.choice((1, 1, 1, 2, 3)))})


def _value(column, rng, used):
    if rng.random() < 0.1:
        return None
    if column.type is ColumnType.FLAG:
        return rng.random() < 0.4
    if column.type is ColumnType.NUMBER:
        return float(rng.randrange(100_000))
    return rng.choice((*_CODES, *used))


def _used_values():
    """The values that shipped indicators are narrowed by, or that are the part of a share."""
    return {
        (said["definition"]["of"], name): values
        for said in shipped.indicators()
        if said["definition"]
        for narrowed in ("where", "share")
        for name, values in said["definition"].get(narrowed, {}).items()
        if isinstance(values, list)
    }
