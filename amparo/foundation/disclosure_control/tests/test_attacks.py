"""Whoever attacks what was published reconstructs no hidden number.

A made-up register of 2,400 people in twelve areas, most of them in few, so that many numbers are
small. Each attack succeeds against a weaker rule, so that it would be seen to succeed here. At
night the same with every month and the year to date: thousands of numbers, a minute.
"""

import random
from itertools import combinations, pairwise
from statistics import mean

import pytest

from amparo.foundation.disclosure_control.audiences import RULES, Audience, PublicationRule
from amparo.foundation.disclosure_control.audit import InsiderKnowledge, find_disclosures
from amparo.foundation.disclosure_control.free_filters import find_filter_refusal
from amparo.foundation.disclosure_control.publication import publish, publish_number
from amparo.foundation.disclosure_control.reasons import Reason
from amparo.foundation.disclosure_control.release import release
from amparo.foundation.disclosure_control.rounding import round_count
from amparo.foundation.disclosure_control.tables import combine_keys

from .made_up_register import (
    AREAS,
    BANDS,
    MONTHS,
    SECRET,
    SEXES,
    count_people,
    count_to_date,
    linked_tables,
    make_register,
    true_count,
)

REGISTER = make_register()
# Partners are shown what a government is.
OUTSIDE = [Audience.DONOR, Audience.GOVERNMENT, Audience.PUBLIC]
ROUNDED = [Audience.GOVERNMENT, Audience.PUBLIC]
FEW = RULES[Audience.GOVERNMENT]
# What is shown exactly once the small numbers are hidden, and no more is done.
HIDE_ALONE = PublicationRule(threshold=5, hides_zero=True, is_rounded=False, minimum_width=1)


def only_exact(audience):
    """The rule of these readers, as far as a number is reconstructed to the person."""
    known = RULES[audience]
    return PublicationRule(known.threshold, known.hides_zero, known.is_rounded, minimum_width=1)


def every_month(people):
    names = (("month", "area", "sex"), ("month", "area", "band"), ("month", "sex", "band"))
    return [count_people(people, each) for each in names]


def hide_alone(tables):
    return [publish(each, Audience.DONOR, SECRET) for each in tables]


def cells_of(people):
    """Each area × sex × band with its people."""
    found = {}
    for someone in people:
        found.setdefault((someone.area, someone.sex, someone.band), []).append(someone)
    return found


# Linear programs.


def test_hiding_small_numbers_alone_is_no_defence():
    found = find_disclosures(hide_alone(linked_tables(REGISTER)), HIDE_ALONE)
    assert len(found) >= 5
    for each in found:
        assert each.low == each.high == true_count(REGISTER, dict(each.combination))


def test_complements_table_by_table_are_no_defence_against_linked_tables():
    people = make_register(seed=5)
    tables = [count_people(people, ("area", "sex", "band")), *linked_tables(people)]
    apart = [release([each], Audience.DONOR, SECRET).tables[0] for each in tables]
    found = find_disclosures(apart, HIDE_ALONE)
    assert found
    for each in found:
        assert each.low == each.high == true_count(people, dict(each.combination))


@pytest.mark.parametrize("audience", OUTSIDE)
def test_a_program_over_one_table_finds_no_number(audience):
    given = release([count_people(REGISTER, ("area", "sex", "band"))], audience, SECRET)
    assert given.tables
    assert find_disclosures(given.tables, RULES[audience]) == []


@pytest.mark.parametrize("audience", OUTSIDE)
def test_a_program_over_linked_tables_finds_no_number(audience):
    tables = [count_people(REGISTER, ("area", "sex", "band")), *linked_tables(REGISTER)]
    given = release(tables, audience, SECRET)
    assert len(given.tables) == 4
    assert find_disclosures(given.tables, RULES[audience]) == []


@pytest.mark.parametrize("audience", ROUNDED)
def test_rounding_alone_gives_no_number_away(audience):
    """Before the gate has hidden anything further."""
    tables = [count_people(REGISTER, ("area", "sex", "band")), *linked_tables(REGISTER)]
    held = [publish(each, audience, SECRET) for each in tables]
    assert find_disclosures(held, only_exact(audience)) == []


@pytest.mark.parametrize("audience", OUTSIDE)
def test_tables_given_one_after_the_other_say_no_more_than_together(audience):
    held = ()
    for table in linked_tables(REGISTER):
        held += release([table], audience, SECRET, held=held).tables
    assert held
    assert find_disclosures(held, RULES[audience]) == []


# Months.


def increments(secret, *, is_rounded):
    """What a reader takes for the people of each month, and how many there were."""
    rule = FEW if is_rounded else HIDE_ALONE
    guesses = []
    for area in AREAS:
        sums = []
        for at in range(1, len(MONTHS) + 1):
            people = [each for each in REGISTER if each.area == area and each.month in MONTHS[:at]]
            key = combine_keys(each.key for each in people)
            sums.append((publish_number(len(people), key, rule, secret).number, len(people)))
        guesses += [
            (later - earlier, true_later - true_earlier)
            for (earlier, true_earlier), (later, true_later) in pairwise(sums)
            if earlier is not None and later is not None and true_later - true_earlier < 5
        ]
    return guesses


def test_exact_months_give_each_other_away():
    guesses = increments(SECRET, is_rounded=False)
    assert len(guesses) > 20
    assert all(guess == true for guess, true in guesses)


def test_the_difference_of_two_months_is_right_by_chance_alone():
    right = [
        guess == true
        for number in range(10)
        for guess, true in increments(bytes([number]) * 32, is_rounded=True)
    ]
    assert len(right) > 200
    assert mean(right) < 0.3


def small_year(people):
    """Three months in four areas, so that it takes a second and not a minute."""
    return [each for each in people if each.area in AREAS[2:6] and each.month in MONTHS[:3]]


@pytest.mark.parametrize("audience", OUTSIDE)
def test_months_and_the_year_to_date_give_no_number_away(audience):
    people = small_year(REGISTER)
    tables = [count_people(people, ("month", "area", "sex")), count_to_date(people, ("area",))]
    given = release(tables, audience, SECRET)
    assert given.tables
    assert find_disclosures(given.tables, RULES[audience]) == []


def whole_year(people):
    """3,375 numbers: every month and the year to date, by pairs of dimensions and all margins."""
    pairs = (("area", "sex"), ("area", "band"), ("sex", "band"))
    return [*every_month(people), *(count_to_date(people, each) for each in pairs)]


@pytest.mark.nightly
@pytest.mark.parametrize("audience", ROUNDED)
def test_rounding_alone_gives_no_number_of_a_whole_year_away(audience):
    held = [publish(each, audience, SECRET) for each in whole_year(REGISTER)]
    assert find_disclosures(held, only_exact(audience)) == []


@pytest.mark.nightly
@pytest.mark.parametrize("audience", OUTSIDE)
def test_a_whole_year_of_linked_tables_gives_no_number_away(audience):
    given = release(whole_year(REGISTER), audience, SECRET)
    assert len(given.tables) == 6
    assert find_disclosures(given.tables, RULES[audience]) == []


# Questions asked again.


def test_fresh_noise_averages_away():
    chance = random.Random(1)
    answers = [97 // 5 * 5 + 5 * (chance.random() < 97 % 5 / 5) for _each in range(2000)]
    assert mean(answers) == pytest.approx(97, abs=0.3)


def test_asking_the_same_two_thousand_times_brings_one_answer():
    people = [each.key for each in REGISTER[:97]]
    chance, answers = random.Random(1), set()
    for _each in range(2000):
        chance.shuffle(people)
        answers.add(round_count(97, combine_keys(people), SECRET))
    assert len(answers) == 1


def test_the_same_people_are_the_same_number_in_every_table():
    """All who are under twelve, whether two bands are asked for or the rest left out."""
    young = [each for each in REGISTER if each.band in BANDS[:2]]
    total = publish(count_people(young, ("sex",)), Audience.GOVERNMENT, SECRET)
    other = publish(count_people(young, ("area",)), Audience.GOVERNMENT, SECRET)
    numbers = {
        cell.people.number
        for table in (total, other)
        for cell in table.cells
        if cell.values == (None,)
    }
    assert len(numbers) == 1


# Padding: a crowd with and without the people of a cell.


def bits(people):
    number = 0
    for at in people:
        number |= 1 << at
    return number


def padded(people, chance):
    crowd = chance.sample([at for at in range(len(REGISTER)) if at not in people], 300)
    return crowd, [*crowd, *people]


def answer(people):
    key = combine_keys(REGISTER[at].key for at in people)
    return round_count(len(people), key, SECRET)


SMALL = [at for at, each in enumerate(REGISTER) if (each.area, each.band) == (AREAS[9], BANDS[3])]
HIDDEN = SMALL[:3]


def test_padding_averages_out_where_nobody_compares_the_questions():
    chance = random.Random(4)
    pairs = [padded(HIDDEN, chance) for _each in range(600)]
    assert mean(answer(more) - answer(crowd) for crowd, more in pairs) == pytest.approx(3, abs=0.5)


def test_padded_questions_are_refused_and_crowds_are_answered():
    chance, answered = random.Random(4), []
    for _each in range(100):
        crowd, more = padded(HIDDEN, chance)
        assert find_filter_refusal(bits(crowd), answered, FEW) is None
        answered.append(bits(crowd))
        assert find_filter_refusal(bits(more), answered, FEW) is Reason.TOO_CLOSE


def test_the_same_question_is_answered_again_and_a_small_one_never():
    crowd = bits(range(40))
    assert find_filter_refusal(crowd, [crowd], FEW) is None
    assert find_filter_refusal(bits(HIDDEN), [], FEW) is Reason.TOO_FEW


def test_three_crowds_still_average_out_which_is_why_filters_are_listed():
    """Two crowds apart, then both with the cell: no two of the questions are close."""
    chance, answered, guesses = random.Random(5), [], []
    for _each in range(300):
        crowd, _more = padded(HIDDEN, chance)
        one, other = crowd[:150], crowd[150:]
        for question in (one, other, [*crowd, *HIDDEN]):
            assert find_filter_refusal(bits(question), answered[-30:], FEW) is None
            answered.append(bits(question))
        guesses.append(answer([*crowd, *HIDDEN]) - answer(one) - answer(other))
    assert mean(guesses) == pytest.approx(3, abs=0.6)


# Totals less their parts.


def remainders(rule):
    """For each hidden area × sex × band: what a total less its shown parts comes to, and the
    truth.
    """
    cells, found = cells_of(REGISTER), []
    for area, sex in [(area, sex) for area in AREAS for sex in SEXES]:
        parts = [cells.get((area, sex, band), []) for band in BANDS]
        shown = [
            publish_number(len(each), combine_keys(one.key for one in each), rule, SECRET).number
            for each in parts
        ]
        everybody = [one for each in parts for one in each]
        key = combine_keys(one.key for one in everybody)
        total = publish_number(len(everybody), key, rule, SECRET).number
        if total is not None and shown.count(None) == 1:
            hidden = len(parts[shown.index(None)])
            found.append((total - sum(each for each in shown if each is not None), hidden))
    return found


def test_a_total_less_its_parts_is_the_hidden_number_where_nothing_is_rounded():
    found = remainders(HIDE_ALONE)
    assert found
    assert all(guess == true for guess, true in found)


def test_a_total_is_rounded_by_its_own_people_and_not_summed():
    found = remainders(FEW)
    assert len(found) == len(remainders(HIDE_ALONE))
    assert mean(guess == true for guess, true in found) < 0.5


# Insiders.


def test_an_insider_who_knows_all_four_of_a_hidden_cell_knows_that_there_is_no_fifth():
    """What no rule that hides less than five can prevent, and documents say."""
    given = release([count_people(REGISTER, ("area", "sex", "band"))], Audience.GOVERNMENT, SECRET)
    values = next(key for key, people in cells_of(REGISTER).items() if len(people) == 4)
    combination = dict(zip(("area", "sex", "band"), values, strict=True))
    insider = InsiderKnowledge(combination, low=4)
    (found,) = find_disclosures(given.tables, HIDE_ALONE, knowledge=[insider])
    assert (found.combination, found.low, found.high) == (tuple(combination.items()), 4, 4)


@pytest.mark.parametrize("audience", ROUNDED)
def test_an_insider_who_knows_two_members_of_each_cell_finds_no_other(audience):
    given = release(linked_tables(REGISTER), audience, SECRET)
    knowledge = [
        InsiderKnowledge({"area": area, "sex": sex, "band": band}, low=min(2, len(people)))
        for (area, sex, band), people in cells_of(REGISTER).items()
    ]
    chance = random.Random(6)
    for _each in range(5):
        known = chance.sample(knowledge, 20)
        assert find_disclosures(given.tables, only_exact(audience), knowledge=known) == []


# Somebody leaves.


def moves(rule):
    """How the number of each cell and total changes when one of its people leaves."""
    changes = []
    groups = [each for each in cells_of(REGISTER).values() if len(each) > 12]
    groups += [[*one, *other] for one, other in combinations(groups, 2)]
    for people in groups:
        for gone in people[:6]:
            left = [each for each in people if each is not gone]
            before, after = (
                publish_number(
                    len(each), combine_keys(one.key for one in each), rule, SECRET
                ).number
                for each in (people, left)
            )
            changes.append(after - before)
    return changes


def test_who_leaves_is_seen_where_numbers_are_exact():
    assert set(moves(HIDE_ALONE)) == {-1}


def test_who_leaves_is_not_seen_where_numbers_are_rounded():
    """Most numbers stay, and of those that change a good part rises."""
    changes = moves(FEW)
    assert len(changes) > 1000
    assert mean(change == 0 for change in changes) > 0.5
    assert mean(change > 0 for change in changes) > 0.05
    assert mean(changes) == pytest.approx(-1, abs=0.5)
