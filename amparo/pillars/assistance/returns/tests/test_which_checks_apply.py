"""Which conditions stand before a return follows from who travels, and from nothing else."""

from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta

import pytest

from amparo.pillars.assistance.returns import rules
from amparo.pillars.assistance.returns.checks import KINDS
from amparo.pillars.assistance.returns.rules import (
    JourneyFacts,
    LegTimes,
    TravellerFacts,
    journey_phase,
    required_checks,
)

ADULT, CHILD, TRAFFICKED = (
    TravellerFacts(1),
    TravellerFacts(2, is_child=True),
    TravellerFacts(3, is_trafficked=True),
)
AGE_UNKNOWN = TravellerFacts(5, counts_as_child=True)
OF_A_CHILD = ("best_interests", "exit_permission")
ALL = {("safe_return", None)}
SHARED = {("sharing_consent", None)}


def each(key, *more):
    of_each = ("voluntariness", "asylum_wish", "fitness_to_travel", "travel_documents")
    return {(kind, key) for kind in (*of_each, *more)}


@pytest.mark.parametrize(
    ("goers", "is_received", "stand"),
    [
        ((ADULT,), False, ALL | each(1)),
        ((ADULT,), True, ALL | SHARED | each(1)),
        ((ADULT, CHILD), True, ALL | SHARED | each(1) | each(2, *OF_A_CHILD)),
        ((CHILD,), False, ALL | each(2, *OF_A_CHILD)),
        ((AGE_UNKNOWN,), False, ALL | each(5, "exit_permission")),
        ((TRAFFICKED,), False, ALL | each(3, "trafficking_safety")),
        (
            (TravellerFacts(4, is_child=True, is_trafficked=True),), False,
            ALL | each(4, *OF_A_CHILD, "trafficking_safety"),
        ),
    ],
)  # fmt: skip
def test_they_follow_from_who_travels(goers, is_received, stand):
    assert required_checks(goers, is_received=is_received) == stand


def test_what_protects_from_the_worst_is_decided_away_by_nobody():
    said = {kind.name: kind.may_be_overridden for kind in KINDS}
    assert {name for name, may in said.items() if not may} == rules.ONLY_MET
    assert {name for name, may in said.items() if may} == rules.MAY_BE_OVERRIDDEN
    assert {
        "voluntariness", "asylum_wish", "safe_return", "best_interests", "exit_permission",
    } <= rules.ONLY_MET  # fmt: skip


@pytest.mark.parametrize("left_out", rules.CHECKS)
def test_a_yes_that_lacks_anything_does_not_count(left_out):
    checks = [check for check in rules.CHECKS if check != left_out]
    assert rules.missing_for_phase(checks, is_child=False, by_guardian=False) == (left_out,)


def test_a_child_does_not_decide_without_a_guardian():
    assert rules.missing_for_phase(rules.CHECKS, is_child=True, by_guardian=False) == ("guardian",)
    assert rules.missing_for_phase(rules.CHECKS, is_child=True, by_guardian=True) == ()


@pytest.mark.parametrize(
    ("so_far", "phase"),
    [
        (JourneyFacts(), "counselling"),
        (JourneyFacts(is_prepared=True), "counselling"),
        (JourneyFacts(all_decided=True), "decided"),
        (JourneyFacts(all_decided=True, is_prepared=True), "preparing"),
        (JourneyFacts(all_decided=True, is_prepared=True, is_booked=True), "booked"),
        (JourneyFacts(all_decided=True, has_departed=True, is_booked=True), "departed"),
        (JourneyFacts(has_departed=True, has_arrived=True), "arrived"),
        (JourneyFacts(has_departed=True, has_arrived=True, is_welcomed=True), "received"),
        (JourneyFacts(all_decided=True, is_booked=True, has_ended=True), "cancelled"),
    ],
)
def test_how_far_it_has_come_follows_from_what_is_on_record(so_far, phase):
    assert journey_phase(so_far) == phase


NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
ONE = LegTimes(NINE, NINE + timedelta(hours=2), "Sur", "S1")


def hop(hour, hours=1, number="S2"):
    leaves = NINE + timedelta(hours=hour)
    return LegTimes(leaves, leaves + timedelta(hours=hours), "Sur", number)


@pytest.mark.parametrize(
    ("new", "wrong"),
    [
        (hop(2), ""),  # leaves as the other arrives
        (hop(-2, 2), ""),
        (hop(1), "overlaps"),
        (hop(-1, 4), "overlaps"),
        (hop(0, 2, "s1"), "twice"),
        (hop(3, 0), "backwards"),
        (hop(3, -1), "backwards"),
    ],
)
def test_a_leg_fits_between_the_others(new, wrong):
    day = date(2026, 3, 2)
    assert rules.leg_conflict(new, [ONE], leaves_on=day, decided_on=day) == wrong


def test_nobody_leaves_before_they_decided():
    day = date(2026, 3, 2)
    wrong = rules.leg_conflict(ONE, [], leaves_on=day, decided_on=day + timedelta(days=1))
    assert wrong == "too_early"


def test_who_travels_is_not_changed_after_it_was_asked_which_conditions_stand():
    with pytest.raises(FrozenInstanceError):
        CHILD.is_child = False
