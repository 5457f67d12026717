"""Threats that meet vulnerabilities, reduced by capacities: a band with its reasons."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.foundation.protection.risk import (
    Band,
    BandRule,
    DecidingClause,
    Level,
    Missing,
    Observed,
    Polarity,
    assess_risk,
)

LABOUR, VIOLENCE = "PR14", "violence"


def adds(severity, threat="", **more):
    own = {"is_own": not more.get("inherited")} | more
    return Observed("debt", Level.INDIVIDUAL, Polarity.RISK, severity, threat, **own)


def eases(strength, threat="", **more):
    own = {"is_own": not more.get("inherited")} | more
    return Observed("support_network", Level.FAMILY, Polarity.PROTECTIVE, strength, threat, **own)


@pytest.mark.parametrize(
    ("observed", "band", "because"),
    [
        ([], Band.NONE, DecidingClause.TOO_LITTLE_KNOWN),
        # Somebody looked, and it adds nothing: that is an observation too.
        ([adds(0)], Band.LOW, DecidingClause.NOTHING_GRAVE),
        ([eases(3)], Band.LOW, DecidingClause.NOTHING_GRAVE),
        # What was told of others, of an event or of the place is none about them.
        ([adds(1, is_own=False)], Band.NONE, DecidingClause.TOO_LITTLE_KNOWN),
        ([adds(3, LABOUR, inherited=True)], Band.NONE, DecidingClause.TOO_LITTLE_KNOWN),
        ([adds(1), adds(1), adds(1)], Band.LOW, DecidingClause.NOTHING_GRAVE),
        ([adds(2)], Band.MEDIUM, DecidingClause.MODERATE),
        ([adds(2), adds(2)], Band.MEDIUM, DecidingClause.MODERATE),
        ([adds(2), adds(2), adds(2)], Band.HIGH, DecidingClause.SEVERAL_MODERATE),
        ([adds(3)], Band.HIGH, DecidingClause.SEVERE_UNANSWERED),
        ([adds(0, immediate_danger=True)], Band.CRITICAL, DecidingClause.DANGER_NOW),
        # A capacity linked to the same threat answers a severe risk: one band less, no more.
        ([adds(3, LABOUR), eases(2, LABOUR)], Band.MEDIUM, DecidingClause.MODERATE),
        ([adds(3, LABOUR), eases(3, LABOUR)], Band.MEDIUM, DecidingClause.MODERATE),
        # Little capacity, another threat or no threat at all answers nothing.
        ([adds(3, LABOUR), eases(1, LABOUR)], Band.HIGH, DecidingClause.SEVERE_UNANSWERED),
        ([adds(3, LABOUR), eases(3, VIOLENCE)], Band.HIGH, DecidingClause.SEVERE_UNANSWERED),
        ([adds(3), eases(3)], Band.HIGH, DecidingClause.SEVERE_UNANSWERED),
        # Never when danger is immediate.
        (
            [adds(3, LABOUR, immediate_danger=True), eases(3, LABOUR)],
            Band.CRITICAL,
            DecidingClause.DANGER_NOW,
        ),
    ],
)
def test_the_band_follows_the_rule(observed, band, because):
    risk = assess_risk(observed, is_screened=True)
    assert (risk.band, risk.because) == (band, because)


@pytest.mark.parametrize(
    ("observed", "is_screened", "band", "missing"),
    [
        ([], False, Band.NONE, tuple(Missing)),
        ([], True, Band.NONE, (Missing.OBSERVATION,)),
        ([adds(1)], False, Band.NONE, (Missing.SCREENING,)),
        ([adds(1)], True, Band.LOW, ()),
        # What is graver is proposed at once, whatever is missing.
        ([adds(2)], False, Band.MEDIUM, (Missing.SCREENING,)),
        ([adds(3, is_own=False)], False, Band.HIGH, tuple(Missing)),
    ],
)
def test_nobody_is_at_low_risk_without_a_screening_and_an_observation(
    observed, is_screened, band, missing
):
    risk = assess_risk(observed, is_screened=is_screened)
    assert (risk.band, risk.missing) == (band, missing)
    assert Band.LOW not in {row.band for row in risk.rows} or not missing


def test_of_what_is_known_of_the_place_alone_no_row_says_low():
    risk = assess_risk([adds(1, LABOUR), adds(1, VIOLENCE, inherited=True)], is_screened=True)
    assert risk.band is Band.LOW
    assert {row.threat: row.band for row in risk.rows} == {
        LABOUR: Band.LOW, VIOLENCE: Band.NONE,
    }  # fmt: skip


def test_the_thresholds_are_the_offices_to_set():
    assert assess_risk([adds(2), adds(2)], BandRule(several=2)).band is Band.HIGH


def test_what_a_place_is_like_counts_where_something_of_the_person_meets_it():
    gangs = adds(3, VIOLENCE, of_threat=True, inherited=True)
    assert assess_risk([gangs], is_screened=True).band is Band.NONE
    assert assess_risk([gangs, adds(1, LABOUR)], is_screened=True).band is Band.LOW
    assert assess_risk([gangs, adds(1, VIOLENCE)]).band is Band.HIGH


def test_a_danger_of_this_moment_in_the_place_reaches_everybody_there():
    assert (
        assess_risk([adds(2, VIOLENCE, inherited=True, immediate_danger=True)]).band
        is Band.CRITICAL
    )


def test_what_exists_in_the_place_is_shown_but_answers_nothing_by_itself():
    shelter = eases(3, LABOUR, inherited=True)
    risk = assess_risk([adds(3, LABOUR), shelter])
    assert risk.band is Band.HIGH
    assert risk.rows[0].easing == (shelter,)


def test_the_matrix_sets_the_three_ingredients_of_each_threat_side_by_side():
    passport = replace(adds(3, LABOUR, of_threat=True), factor="documents_kept")
    language = replace(adds(2, LABOUR), factor="language_barrier")
    sister = eases(1, LABOUR)
    threats = adds(2, VIOLENCE, of_threat=True)
    first, second = assess_risk([threats, language, sister, passport]).rows
    assert (first.threat, first.band) == (LABOUR, Band.HIGH)
    assert (first.threat_level, first.vulnerability, first.capacity) == (3, 2, 1)
    assert first.adding == (passport, language)
    assert first.easing == (sister,)
    assert (second.threat, second.band) == (VIOLENCE, Band.MEDIUM)
    assert (second.threat_level, second.vulnerability, second.capacity) == (2, 0, 0)


def test_what_is_remembered_holds_codes_and_grades_only():
    risk = assess_risk([adds(3, LABOUR, ref="a-ref"), eases(2, LABOUR)])
    assert risk.codes() == {
        "because": "moderate",
        "missing": ["screening"],
        "decisive": ["debt"],
        "rows": [
            {
                "threat": LABOUR,
                "ingredients": [0, 3, 2],
                "band": "medium",
                "adding": [["debt", 3]],
                "easing": [["support_network", 2]],
            }
        ],
    }


def test_the_graver_the_band_the_sooner_one_looks_again():
    days = BandRule().review_days
    ladder = [days[band] for band in sorted(set(Band) - {Band.NONE})]
    assert ladder == sorted(ladder, reverse=True)
    assert days[Band.NONE] == days[Band.HIGH]
    assert assess_risk([adds(3)]).review_in_days == 7


OBSERVED = st.builds(
    Observed,
    factor=st.sampled_from(["debt", "isolated", "support_network"]),
    level=st.sampled_from(Level),
    polarity=st.sampled_from(Polarity),
    severity=st.integers(0, 3),
    threat=st.sampled_from(["", LABOUR, VIOLENCE]),
    of_threat=st.booleans(),
    immediate_danger=st.booleans(),
    inherited=st.booleans(),
    is_own=st.booleans(),
)
SEEN = st.lists(OBSERVED, max_size=8)
RULES = st.builds(
    BandRule, several=st.integers(1, 4), answering=st.integers(1, 3), context_answers=st.booleans()
)
RISKS = OBSERVED.map(lambda item: replace(item, polarity=Polarity.RISK))
CAPACITIES = OBSERVED.map(lambda item: replace(item, polarity=Polarity.PROTECTIVE))


@given(SEEN, RISKS, RULES)
def test_one_more_risk_never_lowers_the_band(seen, risk, rule):
    assert assess_risk([*seen, risk], rule).band >= assess_risk(seen, rule).band


@given(SEEN, CAPACITIES, RULES)
def test_one_more_capacity_never_raises_the_band(seen, capacity, rule):
    assert assess_risk([*seen, capacity], rule).band <= assess_risk(seen, rule).band


@given(SEEN, st.lists(CAPACITIES, max_size=8), RULES)
def test_capacities_ease_by_one_band_at_most_and_never_a_danger_of_this_moment(seen, more, rule):
    bare = assess_risk([item for item in seen if item.adds], rule).band
    eased = assess_risk([*seen, *more], rule).band
    assert bare - eased <= 1
    assert (bare is Band.CRITICAL) == (eased is Band.CRITICAL)


@given(SEEN, RULES)
@settings(max_examples=50)
def test_the_order_of_telling_changes_nothing(seen, rule):
    forward, backward = assess_risk(seen, rule), assess_risk(seen[::-1], rule)
    assert forward.band == backward.band
    assert [row.threat for row in forward.rows] == [row.threat for row in backward.rows]


@given(SEEN, RULES)
@settings(max_examples=50)
def test_no_row_is_graver_than_the_whole(seen, rule):
    risk = assess_risk(seen, rule)
    assert all(row.band <= risk.band for row in risk.rows)
