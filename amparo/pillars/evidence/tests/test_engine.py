"""Definitions on a small store: persons once, margins counted, shares, medians, ages."""

from datetime import UTC, date, datetime

import pytest

from amparo.foundation.core.extension_points import facts
from amparo.foundation.core.measures import Column, ColumnType, Fact, Unit, register_fact
from amparo.pillars.evidence import engine
from amparo.pillars.evidence.engine import Period, compute
from amparo.pillars.evidence.grammar import Definition, DefinitionError
from amparo.pillars.evidence.store import FactStore

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
# id, root, key, sex, nationality, migration status, birth date, birth year, is age disputed
PEOPLE = [
    (1, 1, 101, "female", "HN", "regular", date(1990, 10, 15), 1990, False),
    (2, 2, 102, "male", "VE", None, None, 2010, False),
    (3, 3, 103, "female", "HN", None, date(2008, 10, 20), 2008, False),
    (4, 4, 104, None, None, None, None, None, False),
    (5, 1, 101, "female", "HN", None, None, None, False),  # a second file of person 1
    (6, 6, 106, "male", "SY", None, date(1999, 1, 1), 1999, True),
]


def served(record, day, person, *, place=1, line=1, kind="general", cancelled=None, type_="food"):
    at = datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)
    return (record, day, at, cancelled, person, 1, kind, "high", False, place, line, type_, 2.0)


@pytest.fixture
def fact():
    with facts.temporarily():
        yield register_fact(
            Fact(
                "meals", "Meals", (Unit("persons", "persons"), Unit("meals", "meals")), list,
                (
                    Column("service", "Service"),
                    Column("days", "Days", ColumnType.NUMBER),
                    Column("is_late", "Late", ColumnType.FLAG),
                ),
            )
        )  # fmt: skip


@pytest.fixture
def store(fact):
    rows = [
        (*served(1, date(2026, 10, 3), 1), True),
        (*served(1, date(2026, 10, 3), 2), True),  # one meal of two persons
        (*served(2, date(2026, 10, 19), 3), False),
        (*served(3, date(2026, 10, 20), 3, type_="bed"), False),
        (*served(4, date(2026, 10, 20), 5), None),
        (*served(5, date(2026, 10, 21), 4, cancelled=date(2026, 10, 22)), False),
        (*served(6, date(2026, 11, 2), 6, place=None, line=None), False),
        (*served(7, date(2026, 11, 2), 1), False),
    ]
    with FactStore() as store:
        store.add_base_table("people", PEOPLE)
        store.add_base_table(
            "functioning",
            [(1, date(2026, 10, 4), "yes"), (2, date(2025, 1, 1), "no"),
             (2, date(2026, 10, 3), "yes")],
        )  # fmt: skip
        store.add_base_table("places", [(1, 10, 11)])
        store.add_base_table("offices", [(1, 7)])
        store.add_base_table("budget_lines", [(1, 20, None)])
        list(store.add_fact(fact, rows))
        yield store


def figures(store, definition, cut=(), **how):
    parsed = Definition.parse(definition)
    how = {"since": OCTOBER, "until": date(2026, 12, 31)} | how
    return {
        (each.period, *each.values): each
        for each in compute(store, parsed, [cut], **how)
        if not each.is_with_branches
    }


PERSONS = {"count": "persons", "of": "meals", "by": ["sex", "age_band", "disability", "fund"]}


def test_persons_count_once_and_joined_files_are_one_person(store):
    counts = {key: each.count for key, each in figures(store, PERSONS).items()}
    assert counts == {(OCTOBER,): 3, (NOVEMBER,): 2}


def test_records_count_once_though_they_were_for_two(store):
    counts = figures(store, {"count": "meals", "of": "meals", "by": []})
    assert {key: each.count for key, each in counts.items()} == {(OCTOBER,): 4, (NOVEMBER,): 2}


def test_a_longer_period_is_counted_and_not_summed(store):
    [(_key, year)] = figures(store, PERSONS, period=Period.YEAR).items()
    assert year.count == 4  # and not 5
    assert year.people == 4


def test_age_is_that_of_the_day_and_a_disputed_one_a_child(store):
    counts = figures(store, PERSONS, ("age_band",))
    assert {key: each.count for key, each in counts.items()} == {
        (OCTOBER, "12-17"): 2,  # one of 16 by the year, one the day before she turned 18
        (OCTOBER, "18-59"): 2,  # and she again, on her birthday
        (NOVEMBER, "18-59"): 1,
        (NOVEMBER, "disputed"): 1,
    }
    of_children = {"where": {"age_group": ["child"]}, "by": []}
    counts = figures(store, PERSONS | of_children)
    assert {key: each.count for key, each in counts.items()} == {(OCTOBER,): 2, (NOVEMBER,): 1}


def test_disability_is_the_last_answer_before_and_not_asked_is_its_own_value(store):
    counts = figures(store, PERSONS, ("disability",))
    # The second file of person 1 has the answers of the first.
    assert {key: each.count for key, each in counts.items()} == {
        (OCTOBER, "not_asked"): 2, (OCTOBER, "yes"): 2,
        (NOVEMBER, "not_asked"): 1, (NOVEMBER, "yes"): 1,
    }  # fmt: skip


def test_a_row_without_a_fund_stands_as_without_one(store):
    counts = figures(store, PERSONS, ("fund",))
    assert {key: each.count for key, each in counts.items()} == {
        (OCTOBER, "20"): 3, (NOVEMBER, "20"): 1, (NOVEMBER, ""): 1,
    }  # fmt: skip


def test_a_share_is_a_narrower_filter_of_the_same(store):
    share = {"count": "meals", "of": "meals", "share": {"is_late": True}, "by": []}
    october = figures(store, share)[(OCTOBER,)]
    assert (october.count, october.base, october.share) == (1, 4, 0.25)


def test_a_median_says_of_how_many(store):
    median = figures(store, {"median": "days", "of": "meals", "by": []})[(OCTOBER,)]
    assert (median.median, median.base) == (2.0, 4)


def test_the_same_people_have_the_same_members(store):
    by_sex = figures(store, PERSONS, ("sex",))
    assert by_sex[(OCTOBER, "male")].members == 102
    total = figures(store, PERSONS)[(OCTOBER,)]
    assert total.members == 101 ^ 102 ^ 103


def test_a_head_office_counts_the_offices_below_it_too(store):
    parsed = Definition.parse(PERSONS)
    found = compute(store, parsed, [()], since=OCTOBER, until=NOVEMBER)
    assert {(each.office, each.is_with_branches) for each in found} == {(1, False), (7, True)}


def test_the_moment_of_recording_is_kept_in_utc(store):
    [(first,)] = store.query("SELECT min(entered_at) FROM meals")
    assert first.replace(tzinfo=UTC) == datetime(2026, 10, 3, 9, 30, tzinfo=UTC)


def test_a_breakdown_that_is_not_listed_is_refused(store):
    with pytest.raises(DefinitionError, match="area1"):
        figures(store, PERSONS, ("area1",))


def test_a_sealed_store_answers_the_same(store, fact):
    parts = [store.files.cat_file(path) for path in store.files.ls("/facts", detail=False)]
    with FactStore() as again:
        again.open_fact(fact.name, parts)
        assert figures(again, PERSONS) == figures(store, PERSONS)


def test_it_reads_no_other_file(store):
    for statement in (
        "SELECT * FROM read_csv('/etc/hostname')",
        "COPY (SELECT 1) TO '/tmp/out.csv'",
        "SET memory_limit = '8GB'",
    ):
        with pytest.raises(Exception, match=r"(?i)disabled|locked"):
            store.query(statement)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "says what"),
        ({"of": "meals"}, "Choose one"),
        ({"of": "meals", "count": "persons", "median": "days"}, "Choose one"),
        ({"of": "nothing", "count": "persons"}, "no fact"),
        ({"of": "meals", "count": "ghosts"}, "cannot be counted"),
        ({"of": "meals", "median": "service"}, "needs a number"),
        ({"of": "meals", "count": "meals", "where": {"name": "Rosa"}}, "no “name”"),
        ({"of": "meals", "count": "meals", "where": {"service": []}}, "one or more"),
        ({"of": "meals", "count": "meals", "where": {"is_late": "yes"}}, "one or more"),
        ({"of": "meals", "count": "meals", "where": {"days": "2"}}, "no “days”"),
        ({"of": "meals", "count": "meals", "by": ["person"]}, "no “person”"),
        ({"of": "meals", "count": "meals", "by": "sex"}, "list"),
        ({"of": "meals", "count": "meals", "share": {"kind": "a"}, "where": {"kind": "a"}},
         "all or nothing"),
        ({"of": "meals; DROP TABLE people", "count": "meals"}, "no fact"),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused_in_words(fact, data, words):
    with pytest.raises(DefinitionError, match=words):
        Definition.parse(data)


def test_the_version_is_the_hash_of_what_is_counted(fact):
    one = Definition.parse(PERSONS | {"where": {"kind": ["b", "a"], "sex": "male"}})
    other = Definition.parse(
        {"by": ["fund", "sex", "age_band", "disability"], "of": "meals", "count": "persons",
         "where": {"sex": ["male"], "kind": ["a", "b", "a"]}}
    )  # fmt: skip
    assert one.hash == other.hash == Definition.parse(one.data).hash
    assert one.hash != Definition.parse(PERSONS).hash


CUTS = [
    {"count": "persons", "of": "meals", "by": ["age_band", "area1", "service", "sex"]},
    {"count": "meals", "of": "meals", "share": {"is_late": True}, "by": ["fund", "service"]},
    {"median": "days", "of": "meals", "by": ["risk", "sex"]},
    {"count": "persons", "of": "meals", "where": {"service": ["food"]}, "by": ["office", "sex"]},
]


@pytest.mark.parametrize("definition", CUTS, ids=str)
def test_what_is_held_and_counted_by_shares_of_offices_is_the_same(
    store, fact, definition, monkeypatch
):
    def everything():
        parsed = Definition.parse(definition)
        cuts = [(), *((name,) for name in parsed.by), parsed.by]
        found = compute(store, parsed, cuts, since=OCTOBER, until=date(2026, 12, 31))
        return sorted(found, key=repr)

    at_once = everything()
    monkeypatch.setattr(engine, "HELD_FROM", 0)
    monkeypatch.setattr(engine, "_SHARED_FROM", 3)
    assert len(at_once) > 5
    assert everything() == at_once


def test_nothing_is_held_any_more_when_it_was_not_counted_to_the_end(store, monkeypatch):
    monkeypatch.setattr(engine, "HELD_FROM", 0)
    parsed = Definition.parse(CUTS[0])
    begun = compute(store, parsed, [()], since=OCTOBER, until=date(2026, 12, 31))
    next(begun)
    begun.close()
    assert not store.query("SELECT * FROM duckdb_tables() WHERE table_name = 'held'")
