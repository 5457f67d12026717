"""The same people are the same number, and the mean of many numbers is right."""

import random
from statistics import mean

import pytest

from amparo.foundation.disclosure_control.rounding import round_count
from amparo.foundation.disclosure_control.secret import rounding_secret
from amparo.foundation.disclosure_control.tables import combine_keys

from .made_up_register import SECRET

CHANCE = random.Random(3)
KEYS = [CHANCE.getrandbits(64) for _each in range(4000)]


@pytest.mark.parametrize("count", [0, 5, 10, 100, 12345])
def test_a_multiple_of_five_stays(count):
    assert {round_count(count, key, SECRET) for key in KEYS[:50]} == {count}


@pytest.mark.parametrize("count", [6, 7, 8, 9, 97])
def test_another_number_becomes_the_multiple_below_or_above(count):
    below = count // 5 * 5
    assert {round_count(count, key, SECRET) for key in KEYS} == {below, below + 5}


@pytest.mark.parametrize("count", [6, 7, 8, 9, 97])
def test_the_mean_over_many_cells_is_right(count):
    assert mean(round_count(count, key, SECRET) for key in KEYS) == pytest.approx(count, abs=0.2)


def test_the_same_people_are_the_same_number_whatever_their_order():
    people = KEYS[:97]
    one, other = combine_keys(people), combine_keys(reversed(people))
    assert round_count(97, one, SECRET) == round_count(97, other, SECRET)


def test_another_secret_rounds_otherwise():
    one = [round_count(97, key, SECRET) for key in KEYS[:100]]
    assert one != [round_count(97, key, b"another") for key in KEYS[:100]]


def test_an_installation_always_rounds_by_the_same_secret(db):
    assert len(rounding_secret()) == 32
    assert rounding_secret() == rounding_secret()
