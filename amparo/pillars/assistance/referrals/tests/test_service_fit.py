"""What speaks for a service and against it: always in words, and nothing is left out."""

import pytest

from amparo.pillars.assistance.referrals.service_fit import (
    NeedProfile,
    Proximity,
    ServiceOffer,
    score_service,
)
from amparo.pillars.assistance.referrals.service_matching import FIT_TEXTS

BED = frozenset({"shelter.emergency"})
ROSA = NeedProfile(
    types=BED, languages=frozenset({"ay"}), sexes=frozenset({"female"}), ages=(34, 9)
)
PLAIN = {"types": BED}

SAID = [
    (ROSA, {}, "exactly", "language_unknown", ""),
    (ROSA, {"types": frozenset({"shelter.rent"})}, "", "related", ""),
    (ROSA, {"audience": "men"}, "", "", "men_only"),
    (ROSA, {"audience": "women"}, "", "", ""),
    (ROSA, {"audience": "children"}, "", "", "children_only"),
    (ROSA, {"minimum_age": 18}, "", "", "age"),
    (ROSA, {"maximum_age": 30}, "", "", "age"),
    (ROSA, {"is_child_friendly": True}, "children_welcome", "", ""),
    (ROSA, {"languages": frozenset({"ay"})}, "language", "", ""),
    (ROSA, {"interpreted": frozenset({"ay"})}, "interpreter", "", ""),
    (ROSA, {"languages": frozenset({"es"})}, "", "no_language", ""),
    (ROSA, {"asks_for_papers": False}, "no_papers", "", ""),
    (ROSA, {"asks_for_papers": True}, "", "papers", ""),
    (ROSA, {"keeps_firewall": False}, "", "no_firewall", ""),
    (ROSA, {"room": "full"}, "", "full", ""),
    (ROSA, {"room": "plenty"}, "room", "", ""),
    (ROSA, {"verified_days": None}, "", "never_confirmed", ""),
    (ROSA, {"verified_days": 30}, "fresh", "", ""),
    (ROSA, {"verified_days": 400}, "", "stale", ""),
    (ROSA, {"near": Proximity.HERE}, "here", "", ""),
    (ROSA, {"near": Proximity.FAR}, "", "abroad", ""),
    (ROSA, {"is_open": True}, "open", "", ""),
    (NeedProfile(types=BED, is_irregular=True), {"welcomes_irregular": False}, "", "", "permit"),
    (
        NeedProfile(types=BED, is_irregular=True),
        {"welcomes_irregular": True},
        "irregular_welcome",
        "",
        "",
    ),
    (
        NeedProfile(types=BED, sexes=frozenset({"male"})),
        {"audience": "women"},
        "",
        "",
        "women_only",
    ),
]


@pytest.mark.parametrize(("needs", "offer", "reason", "warning", "against"), SAID)
def test_each_thing_is_said(needs, offer, reason, warning, against):
    fit = score_service(needs, ServiceOffer(**(PLAIN | offer)))
    for code, said in ((reason, fit.reasons), (warning, fit.warnings), (against, fit.against)):
        assert not code or code in said
    assert fit.is_fit == (not against)


BETTER_FIRST = [
    ({"room": "plenty"}, {"room": "full"}),
    ({"asks_for_papers": False}, {"asks_for_papers": None}),
    ({"asks_for_papers": None}, {"asks_for_papers": True}),
    ({"languages": frozenset({"ay"})}, {"interpreted": frozenset({"ay"})}),
    ({"interpreted": frozenset({"ay"})}, {}),
    ({"near": Proximity.HERE}, {"near": Proximity.CLOSE}),
    ({"near": Proximity.CLOSE}, {"near": Proximity.FAR}),
    ({"verified_days": 3}, {"verified_days": 500}),
    ({}, {"types": frozenset({"shelter.rent"})}),
    ({"types": frozenset({"shelter.rent"})}, {"audience": "men"}),
    ({"is_open": True}, {"is_open": False}),
]


@pytest.mark.parametrize(("better", "worse"), BETTER_FIRST)
def test_the_better_fit_stands_first(better, worse):
    assert (
        score_service(ROSA, ServiceOffer(**(PLAIN | better))).rank
        < score_service(ROSA, ServiceOffer(**(PLAIN | worse))).rank
    )


def test_with_papers_in_hand_a_place_that_asks_is_no_worse_than_unsure():
    has = NeedProfile(types=BED, has_papers=True)
    has_none = NeedProfile(types=BED)
    asks = ServiceOffer(types=BED, asks_for_papers=True)
    assert score_service(has, asks).rank < score_service(has_none, asks).rank


def test_every_code_has_words():
    said = {code for needs, offer, *_ in SAID for code in all_of(needs, offer)}
    assert said <= set(FIT_TEXTS)


def all_of(needs, offer):
    fit = score_service(needs, ServiceOffer(**(PLAIN | offer)))
    return (*fit.reasons, *fit.warnings, *fit.against)
