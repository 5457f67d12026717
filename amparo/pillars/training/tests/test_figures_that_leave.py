"""Figures of participants that leave the office: small groups stay hidden, also by subtraction."""

from datetime import UTC, date, datetime

import pytest

from amparo.foundation.core.extension_points import facts
from amparo.foundation.disclosure_control.audiences import RULES, Audience
from amparo.foundation.disclosure_control.audit import find_disclosures
from amparo.foundation.disclosure_control.publication import publish
from amparo.foundation.disclosure_control.release import release
from amparo.foundation.disclosure_control.tables import Dimension, Table
from amparo.pillars.evidence import outside, shipped
from amparo.pillars.evidence.engine import compute
from amparo.pillars.evidence.figures import Cell
from amparo.pillars.evidence.grammar import Definition
from amparo.pillars.evidence.models import Indicator
from amparo.pillars.evidence.store import FactStore

OCTOBER, LAST = date(2026, 10, 1), date(2026, 10, 31)
SECRET = b"s" * 32
SEXES = ("female", "male", "other", "not_said")
KINDS = ("border", "police", "health", "not_said")
# 9 women and 8 men of the border, 6 women and 2 men of the police, one woman of a hospital.
GROUPS = {("female", "border"): 9, ("male", "border"): 8, ("female", "police"): 6,
          ("male", "police"): 2, ("female", "health"): 1}  # fmt: skip
AT = datetime(2026, 10, 9, 12, tzinfo=UTC)


def row(record, who, *columns):
    begins = (record, date(2026, 10, 9), AT, None, None, 1, None, None, False, None, None)
    return (*begins, *columns, who * 0x9E3779B97F4A7C15 % 2**64)


def people():
    return [group for group, count in GROUPS.items() for _each in range(count)]


@pytest.fixture(scope="module")
def store():
    """The people above at one workshop; those of the border at a second one too, twice each."""
    with FactStore() as store:
        for name, rows in {
            "people": [], "functioning": [], "places": [], "offices": [(1, None)],
            "budget_lines": [],
        }.items():  # fmt: skip
            store.add_base_table(name, rows)
        persons = [row(at, at, *group, "workshop", "basic", "VOT-1")
                   for at, group in enumerate(people(), 1)]  # fmt: skip
        seats = [row(at * 10 + turn, at, *group, "workshop", "basic", "VOT-1")
                 for at, group in enumerate(people(), 1)
                 for turn in range(3 if at <= 2 else 1)]  # fmt: skip
        list(store.add_fact(facts["training_participants"], persons))
        list(store.add_fact(facts["training_enrolments"], seats))
        yield store


def counted(store, fact, unit, cuts):
    definition = Definition.parse({
        "count": unit, "of": fact, "by": ["participant_sex", "institution_type"],
    })  # fmt: skip
    found = compute(store, definition, cuts, since=OCTOBER, until=LAST)
    return {(each.cut, each.values): each for each in found}


def tables_of(store):
    """The two tables of OPT-11 that a donor asks for: by sex, and by type of institution."""
    cuts = [(), ("participant_sex",), ("institution_type",)]
    found = counted(store, "training_participants", "trained_persons", cuts)
    whole = found[(), ()]
    tables = []
    for name, values in (("participant_sex", SEXES), ("institution_type", KINDS)):
        rows = [(None, whole.count, whole.members)]
        for value in values:
            cell = found.get(((name,), (value,)))
            rows.append((value, cell.count if cell else 0, cell.members if cell else 0))
        tables.append(Table.from_rows("OPT-11", [Dimension(name, values)], rows))
    return tables


def test_the_engine_sees_who_is_in_a_cell(store):
    cell = counted(store, "training_participants", "trained_persons", [("institution_type",)])
    police = cell[("institution_type",), ("police",)]
    assert (police.count, police.people) == (8, 8)
    assert police.members != 0


def test_many_participations_of_two_people_are_two_people(store):
    found = counted(
        store, "training_enrolments", "training_participations",
        [("institution_type", "participant_sex")],
    )  # fmt: skip
    women = found[("institution_type", "participant_sex"), ("border", "female")]
    assert (women.count, women.people) == (13, 9)
    men = found[("institution_type", "participant_sex"), ("police", "male")]
    assert (men.count, men.people) == (2, 2)


@pytest.mark.parametrize("audience", [Audience.DONOR, Audience.GOVERNMENT])
def test_a_hidden_cell_is_not_the_difference_of_what_is_shown(store, audience):
    """One woman of a hospital: neither her cell, nor all less the others, nor both tables."""
    given = release(tables_of(store), audience, SECRET).tables
    assert given
    for table in given:
        shown = {cell.values[0]: cell.people.number for cell in table.cells}
        parts = [number for value, number in shown.items() if value and number is not None]
        whole = shown[None]
        if audience == Audience.DONOR:  # others are shown rounded numbers, which add up to none
            assert whole is None or not 0 < whole - sum(parts) < 2
    kinds = {cell.values[0]: cell.people.number for cell in given[1].cells}
    assert kinds["health"] is None
    assert find_disclosures(given, RULES[audience]) == []


def test_without_a_complement_the_difference_would_show_her(store):
    """The check above can fail: cells that are hidden for their own sake alone are not enough."""
    told = [publish(each, Audience.DONOR, SECRET) for each in tables_of(store)]
    kinds = {cell.values[0]: cell.people.number for cell in told[1].cells}
    assert kinds[None] - kinds["border"] - kinds["police"] == 1
    assert find_disclosures(told, RULES[Audience.DONOR])


def test_a_later_table_of_one_group_does_not_show_the_rest(store):
    """By sex first; then, asked for alone, by type: audited with what is held already."""
    by_sex, by_type = tables_of(store)
    first = release([by_sex], Audience.DONOR, SECRET).tables
    second = release([by_type], Audience.DONOR, SECRET, held=first).tables
    assert find_disclosures([*first, *second], RULES[Audience.DONOR]) == []


def test_what_partners_get_counts_people_and_not_seats(store):
    """A file for partners hides a number of seats of few people, and shows one of many."""
    found = counted(
        store, "training_enrolments", "training_participations",
        [("institution_type", "participant_sex"), ()],
    )  # fmt: skip
    few = found[("institution_type", "participant_sex"), ("police", "male")]
    for figure, is_shown in ((found[(), ()], True), (few, False)):
        cell = Cell((), figure.count, None, None, figure.people, figure.members)
        table = Table.from_rows("seats", [], [tuple(outside.persons_of(cell))])
        [given] = release([table], Audience.PARTNER, SECRET).tables
        assert (given.cells[0].people.number is not None) is is_shown


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["OUT-6", "OPT-11", "OPT-11b"])
def test_the_indicators_of_training_are_counted(code):
    shipped.install()
    definition = Indicator.objects.get(code=code).version.parsed
    assert facts[definition.fact].has_members
