"""A plan looks at a whole life: what it leaves out is said, and nothing is decided by it."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from amparo.pillars.assistance.reintegration.budgets import totals_by_currency
from amparo.pillars.assistance.reintegration.plan_grid import (
    DIMENSIONS,
    LEVELS,
    dimensions_without_evidence,
    empty_dimensions,
    plan_grid,
)
from amparo.pillars.assistance.reintegration.plan_prompts import (
    Criterion,
    aspects_missing,
    feasibility_of,
    is_by_referral_only,
)


@dataclass(frozen=True)
class Thing:
    dimension: str
    level: str


def test_the_grid_has_nine_places_whatever_is_in_it():
    rows = plan_grid([Thing("social", "community")])
    assert [row.dimension for row in rows] == list(DIMENSIONS)
    assert [[level for level, _ in row.cells] for row in rows] == [list(LEVELS)] * 3
    assert [row.is_bare for row in rows] == [True, False, True]


def test_several_things_may_share_a_place_in_the_order_they_came():
    first, second = Thing("economic", "individual"), Thing("economic", "individual")
    [row, *_] = plan_grid([first, second])
    assert row.cells[0][1] == (first, second)


@pytest.mark.parametrize(
    ("there", "bare"),
    [
        ((), ["economic", "social", "psychosocial"]),
        (("economic",), ["social", "psychosocial"]),
        (("psychosocial", "economic", "social"), []),
    ],
)
def test_a_dimension_with_nothing_in_it_is_named(there, bare):
    assert empty_dimensions([Thing(each, "individual") for each in there]) == bare


@pytest.mark.parametrize(
    ("shown", "missing"),
    [
        ({}, list(DIMENSIONS)),
        ({"economic": "Earns", "social": "School", "psychosocial": " "}, ["psychosocial"]),
        ({"economic": "Earns", "social": "School", "psychosocial": "Friends"}, []),
    ],
)
def test_it_lasts_only_where_all_three_dimensions_show_it(shown, missing):
    assert dimensions_without_evidence(shown) == missing


@pytest.mark.parametrize(
    ("covered", "missing"),
    [
        ((), ["care", "education", "health", "acceptance"]),
        (("", "education", "care"), ["health", "acceptance"]),
        (("care", "education", "health", "acceptance"), []),
    ],
)
def test_what_a_plan_for_a_child_leaves_out_is_named(covered, missing):
    assert aspects_missing(covered) == missing


@pytest.mark.parametrize(
    ("ways", "only"),
    [((), False), (("referral",), True), (("referral", "direct"), False), (("direct",), False)],
)
def test_help_by_referral_only_is_noticed(ways, only):
    assert is_by_referral_only(ways) is only


def test_feasibility_says_what_is_known_of_an_approach_and_guesses_nothing():
    known = [
        Criterion("cash", "useful", "", "High debt"),
        Criterion("cash", "criterion", "community", "Little tension"),
    ]
    cash = feasibility_of("cash", known)
    assert (cash.useful_for, cash.takes) == (("High debt",), (("community", "Little tension"),))
    assert not feasibility_of("housing", known).is_known


def test_money_of_two_currencies_is_never_added_up():
    found = totals_by_currency(
        [(Decimal(5), "USD"), (Decimal("2.50"), "BOB"), (None, ""), (Decimal(1), "USD")]
    )
    assert found == [(Decimal("2.50"), "BOB"), (Decimal(6), "USD")]
