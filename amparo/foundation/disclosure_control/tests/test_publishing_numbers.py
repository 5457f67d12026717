"""What each kind of reader is shown of one cell."""

import pytest

from amparo.foundation.disclosure_control.audiences import RULES, Audience
from amparo.foundation.disclosure_control.publication import (
    PublishedNumber,
    hide,
    publish,
    publish_cell,
    share_of,
)
from amparo.foundation.disclosure_control.tables import Cell, Dimension, Table

from .made_up_register import SECRET

OUTSIDE = [each for each in Audience if each != Audience.OFFICE]
KEY = 0x0123456789ABCDEF


def shown(count, audience, **more):
    cell = Cell(("any",), count, KEY if count else 0, **more)
    return publish_cell(cell, RULES[audience], SECRET)


@pytest.mark.parametrize(
    ("audience", "hidden"),
    [
        (Audience.OFFICE, set()),
        (Audience.DONOR, {0, 1, 2, 3, 4}),
        (Audience.GOVERNMENT, {0, 1, 2, 3, 4}),
        (Audience.PARTNER, {0, 1, 2, 3, 4}),
        (Audience.PUBLIC, set(range(1, 11))),
    ],
)
def test_small_numbers_are_hidden(audience, hidden):
    assert {each for each in range(30) if shown(each, audience).people.number is None} == hidden


def test_a_donor_under_an_agreement_reads_exact_numbers_from_five_on():
    assert [shown(each, Audience.DONOR).people.number for each in (5, 6, 97)] == [5, 6, 97]


@pytest.mark.parametrize("audience", [Audience.GOVERNMENT, Audience.PARTNER, Audience.PUBLIC])
def test_others_read_multiples_of_five(audience):
    numbers = [shown(each, audience).people.number for each in range(11, 200)]
    assert {number % 5 for number in numbers} == {0}


@pytest.mark.parametrize("audience", list(Audience))
def test_what_a_reader_can_conclude_is_true(audience):
    for count in range(40):
        people = shown(count, audience).people
        assert people.low <= count <= people.high


def test_a_share_is_that_of_the_numbers_beside_it():
    numerator, people = PublishedNumber(15, 11, 19), PublishedNumber(40, 36, 44)
    assert share_of(numerator, people) == 38


@pytest.mark.parametrize(("numerator", "denominator"), [(10, 20), (None, 40), (10, None), (0, 24)])
def test_a_share_needs_both_numbers_and_a_denominator_of_25(numerator, denominator):
    known = [PublishedNumber(each, 0, None) for each in (numerator, denominator)]
    assert share_of(*known) is None


def test_rounding_makes_no_share_of_more_than_all():
    assert share_of(PublishedNumber(30, 26, 34), PublishedNumber(25, 21, 29)) == 100


@pytest.mark.parametrize(("count", "days"), [(10, None), (11, 13)])
def test_a_median_is_of_at_least_eleven_people_and_in_whole_days(count, days):
    assert {shown(count, each, median=12.5).median for each in OUTSIDE} == {days}
    assert shown(count, Audience.OFFICE, median=12.5).median == 13


def test_a_number_hidden_for_another_looks_like_one_hidden_for_itself():
    whole = shown(40, Audience.DONOR, numerator=12, numerator_key=KEY, median=9.0)
    hidden, small = hide(whole, numerator=False), shown(2, Audience.DONOR, numerator=1)
    for each in (hidden, small):
        seen = (each.people.number, each.numerator.number, each.share, each.median)
        assert seen == (None, None, None, None)


def test_a_hidden_numerator_takes_its_share_with_it():
    whole = shown(40, Audience.DONOR, numerator=12, numerator_key=KEY)
    assert whole.share == 30
    hidden = hide(whole, numerator=True)
    assert (hidden.people.number, hidden.numerator.number, hidden.share) == (40, None, None)


def by_country(*rows, categories=()):
    table = Table.from_rows("assisted", [Dimension("country", categories)], rows)
    return {cell.values[0] for cell in publish(table, Audience.GOVERNMENT, SECRET).cells}


def test_a_label_that_stands_for_one_person_is_hidden_with_them():
    assert by_country(("VE", 40, 1), ("BT", 1, 2), (None, 41, 3)) == {"VE", None}


def test_a_label_that_is_always_listed_stays():
    listed = by_country(("VE", 40, 1), (None, 40, 1), categories=("VE", "HT"))
    assert listed == {"VE", "HT", None}


def test_the_office_sees_every_label():
    table = Table.from_rows("assisted", [Dimension("country")], [("BT", 1, 2)])
    assert len(publish(table, Audience.OFFICE, SECRET).cells) == 1
