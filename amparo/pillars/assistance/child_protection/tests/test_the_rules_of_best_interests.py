"""The rules by which the best interests of a child are found, case by case."""

from datetime import date

import pytest

from amparo.pillars.assistance.child_protection.best_interests import (
    Finding,
    Voice,
    Weighing,
    chosen,
    in_the_way,
    left_empty,
    missing,
)

STAY, HOME = "local_care", "return_family"
TODAY, LATER, BEFORE = date(2026, 5, 1), date(2026, 8, 1), date(2026, 4, 1)
PANEL = (Voice("law", option=STAY), Voice("health", True, STAY))
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
    assert chosen(Voice("law", option=option) for option in said) == found


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
        ({"panel": (Voice("law", option=STAY),) * 2}, ["fields"]),
        ({"panel": (Voice("law", True, STAY), Voice("health", True, STAY))}, ["others"]),
        ({"panel": (Voice("law", option=STAY), Voice("health"))}, ["opinions", "agreement"]),
        ({"panel": (Voice("law", option=STAY), Voice("health", option=HOME))}, ["agreement"]),
    ],
)
def test_what_it_takes_before_it_is_decided(changed, wanting):
    assert missing(Weighing(**READY | changed)) == wanting


@pytest.mark.parametrize(
    ("way", "findings", "under_way", "found"),
    [
        ("return", [], False, "none"),
        ("return", [Finding(HOME, LATER)], False, ""),
        ("return", [Finding("return_care", LATER)], False, ""),
        ("return", [Finding(HOME, TODAY)], False, ""),
        ("return", [Finding(HOME, BEFORE)], False, "too_old"),
        ("return", [Finding(STAY, LATER)], False, "another_way"),
        ("return", [Finding(STAY, BEFORE)], False, "another_way"),
        ("return", [Finding("reunification", LATER)], False, "another_way"),
        ("return", [Finding("wait", LATER)], False, "another_way"),
        ("return", [Finding("something new", LATER)], False, "another_way"),
        ("return", [Finding(HOME, LATER)], True, "under_way"),
        ("return", [Finding(HOME)], False, ""),  # an authority that set no end
        ("return", [Finding(HOME, BEFORE), Finding(HOME)], False, ""),
        ("return", [Finding(HOME, LATER), Finding(STAY)], False, "another_way"),
        ("return", [Finding(STAY, LATER), Finding(HOME)], False, "another_way"),
        ("reunification", [Finding("reunification", LATER)], False, ""),
        ("reunification", [Finding(HOME, LATER)], False, ""),
        ("reunification", [Finding("local_family", LATER)], False, ""),
        ("reunification", [Finding("return_care", LATER)], False, "another_way"),
    ],
)
def test_in_doubt_the_way_stays_shut(way, findings, under_way, found):
    assert in_the_way(way, findings, on=TODAY, is_under_way=under_way) == found


def test_blank_words_are_no_answer():
    assert left_empty({"views": "  ", "safety": "Safe."}, ("views", "safety", "care")) == [
        "views", "care",
    ]  # fmt: skip
