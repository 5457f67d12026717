"""The register that likenesses are measured on: families are whole, and the truth is known."""

from collections import Counter, defaultdict
from dataclasses import replace
from hashlib import sha256
from random import Random

import pytest

from ..cultures import cultures
from ..export import write
from ..households import household
from ..rates import AGAIN, FIRST, NEW_KIN, REPEATED, THIRD, TWINS
from ..register import PORTION, Register


@pytest.fixture(scope="module")
def portions():
    return list(Register(20_000, returning=3_000, newcomers=1_500).portions())


@pytest.fixture(scope="module")
def rows(portions):
    return [row for portion in portions for row in portion.rows]


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    for name, seed in (("one", 3), ("two", 3), ("other", 4)):
        write(Register(3_000, seed, 40, 20), tmp_path / name)
    one, two, other = (_bytes_of(tmp_path / name) for name in ("one", "two", "other"))
    assert one == two
    assert one != other


def test_a_portion_is_the_same_in_a_larger_register():
    small, large = Register(PORTION, 5), Register(3 * PORTION, 5)
    assert next(small.portions()).rows == next(large.portions()).rows


@pytest.mark.parametrize("size", [1, 7, 1_999, 2_345])
def test_it_has_exactly_as_many_rows_as_asked_for(size):
    numbers = [row.number for row in Register(size).rows()]
    assert numbers == list(range(1, size + 1))


def test_names_come_from_many_cultures_in_their_own_scripts(rows):
    assert len({row.culture for row in rows}) == len(cultures()) >= 18
    scripts = {culture.script for culture in cultures() if culture.script}
    assert len(scripts) >= 7
    written = {row.culture for row in rows if row.written.original_name}
    assert written == {culture.name for culture in cultures() if culture.script}


def test_a_family_registers_whole_on_one_day_at_one_office(rows):
    offices, first = defaultdict(set), Counter()
    for row in rows:
        if row.turn == 1:
            offices[row.household].add(row.written.office)
            first[row.person] += 1
    assert {len(each) for each in offices.values()} == {1}
    assert set(first.values()) == {1}


def test_a_child_bears_the_names_that_its_parents_give():
    chance = Random("families")
    families = [household(chance) for _each in range(3_000)]
    children = [
        (child, family.parents)
        for family in families
        for child in family.members
        if child not in family.parents
    ]
    assert len(children) > 2_000
    for child, (father, mother) in children:
        assert child.father[0] is father.given[0]
        assert child.mother[0] is mother.given[0]
        assert (father.born - child.born).days < -15 * 365
        if child.culture.naming == "double":
            assert child.family == (father.family[0], mother.family[0])
        if child.culture.naming in ("chain", "patronym"):
            assert child.family[0] is father.given[0]


def test_twins_are_born_on_one_day():
    chance = Random("twins")
    births = twins = 0
    for _each in range(4_000):
        members = household(chance).members
        born = [each for each in members if each.is_twin]
        assert len({each.born for each in born}) <= len(born) // 2
        twins += len(born) // 2
        births += len(members) - len(born) // 2
    assert twins > 30
    assert twins / births < TWINS


def test_as_many_return_as_declared(rows):
    turns = Counter(row.turn for row in rows)
    assert (turns[2] + turns[3]) / len(rows) == pytest.approx(REPEATED, abs=0.012)
    assert turns[3] / turns[2] == pytest.approx(THIRD, abs=0.04)


def test_clerks_err_as_often_as_declared(rows, portions):
    first = [row.written for row in rows if row.turn == 1]
    again = [asked.written for portion in portions for asked in portion.returning]
    for written, rates in ((first, FIRST), (again, AGAIN)):
        changes = Counter(change for each in written for change in set(each.changes))
        for what in ("typing", "wrong_sex"):
            assert changes[what] / len(written) == pytest.approx(getattr(rates, what), abs=0.015)
        assert 0 < changes["swapped"] / len(written) <= rates.swapped * 1.2
        assert {"nickname", "joined", "no_second_family"} <= set(changes)


def test_some_write_only_in_their_own_script(portions):
    written = [asked.written for portion in portions for asked in portion.returning]
    alone = [each for each in written if "native_only" in each.changes]
    assert alone
    assert {each.names[:3] for each in alone} == {("", "", "")}
    assert all(each.original_name for each in alone)


def test_who_comes_back_is_known_and_in_a_form_that_the_register_does_not_hold(rows, portions):
    held = defaultdict(list)
    for row in rows:
        held[row.person].append(replace(row.written, office=0, changes=()))
    for portion in portions:
        for asked in portion.returning:
            assert asked.person in held
            assert replace(asked.written, office=0, changes=()) not in held[asked.person]


def test_newcomers_are_nobody_and_some_are_kin_of_those_known(portions):
    new = [asked for portion in portions for asked in portion.newcomers]
    assert {asked.person for asked in new} == {0}
    kin = sum(asked.is_kin for asked in new)
    assert kin / len(new) == pytest.approx(NEW_KIN, abs=0.04)


def _bytes_of(folder):
    return [sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())]
