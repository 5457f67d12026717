"""The rules by which the best interests of a child are found, case by case."""

from datetime import date

import pytest

from amparo.pillars.assistance.child_protection.best_interests import (
    BestInterestsFinding,
    DeterminationProgress,
    PanelVote,
    blocking_reason,
    empty_topics,
    majority_option,
    missing,
)

STAY, HOME = "local_care", "return_family"
TODAY, LATER, BEFORE = date(2026, 5, 1), date(2026, 8, 1), date(2026, 4, 1)
PANEL = (PanelVote("law", option=STAY), PanelVote("health", True, STAY))
READY = {"is_gathered": True, "is_heard": True, "options": 2, "panel": PANEL}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ((), ""),
        (("",), ""),
        ((STAY,), STAY),
        ((STAY, STAY), STAY),
        ((STAY, HOME), ""),  # one against one is no agreement
        ((STAY, ""), ""),  # who has not spoken counts too
        ((STAY, STAY, HOME), STAY),
        ((STAY, STAY, HOME, HOME), ""),
    ],
)
def test_more_than_half_of_the_whole_panel_chooses(said, found):
    assert majority_option(PanelVote("law", option=option) for option in said) == found


@pytest.mark.parametrize(
    ("changed", "wanting"),
    [
        ({}, []),
        ({"is_gathered": False}, ["information"]),
        ({"is_heard": False}, ["child_heard"]),
        ({"options": 1}, ["options"]),
        ({"panel": ()}, ["panel", "fields", "others", "opinions", "agreement"]),
        ({"panel": PANEL[:1]}, ["panel", "fields"]),
        ({"fewest": 3}, ["panel"]),
        ({"fewest": 0, "panel": PANEL[:1]}, ["panel", "fields"]),  # never one alone
        ({"panel": (PanelVote("law", option=STAY),) * 2}, ["fields"]),
        ({"panel": (PanelVote("law", True, STAY), PanelVote("health", True, STAY))}, ["others"]),
        (
            {"panel": (PanelVote("law", option=STAY), PanelVote("health"))},
            ["opinions", "agreement"],
        ),
        (
            {"panel": (PanelVote("law", option=STAY), PanelVote("health", option=HOME))},
            ["agreement"],
        ),
    ],
)
def test_what_it_takes_before_it_is_decided(changed, wanting):
    assert missing(DeterminationProgress(**READY | changed)) == wanting


@pytest.mark.parametrize(
    ("way", "findings", "under_way", "found"),
    [
        ("return", [], False, "none"),
        ("return", [BestInterestsFinding(HOME, LATER)], False, ""),
        ("return", [BestInterestsFinding("return_care", LATER)], False, ""),
        ("return", [BestInterestsFinding(HOME, TODAY)], False, ""),
        ("return", [BestInterestsFinding(HOME, BEFORE)], False, "too_old"),
        ("return", [BestInterestsFinding(STAY, LATER)], False, "another_way"),
        ("return", [BestInterestsFinding(STAY, BEFORE)], False, "another_way"),
        ("return", [BestInterestsFinding("reunification", LATER)], False, "another_way"),
        ("return", [BestInterestsFinding("wait", LATER)], False, "another_way"),
        ("return", [BestInterestsFinding("something new", LATER)], False, "another_way"),
        ("return", [BestInterestsFinding(HOME, LATER)], True, "under_way"),
        ("return", [BestInterestsFinding(HOME)], False, ""),  # an authority that set no end
        ("return", [BestInterestsFinding(HOME, BEFORE), BestInterestsFinding(HOME)], False, ""),
        (
            "return",
            [BestInterestsFinding(HOME, LATER), BestInterestsFinding(STAY)],
            False,
            "another_way",
        ),
        (
            "return",
            [BestInterestsFinding(STAY, LATER), BestInterestsFinding(HOME)],
            False,
            "another_way",
        ),
        ("reunification", [BestInterestsFinding("reunification", LATER)], False, ""),
        ("reunification", [BestInterestsFinding(HOME, LATER)], False, ""),
        ("reunification", [BestInterestsFinding("local_family", LATER)], False, ""),
        ("reunification", [BestInterestsFinding("return_care", LATER)], False, "another_way"),
    ],
)
def test_in_doubt_the_way_stays_shut(way, findings, under_way, found):
    assert blocking_reason(way, findings, on=TODAY, is_under_way=under_way) == found


def test_blank_words_are_no_answer():
    assert empty_topics({"views": "  ", "safety": "Safe."}, ("views", "safety", "care")) == [
        "views", "care",
    ]  # fmt: skip
