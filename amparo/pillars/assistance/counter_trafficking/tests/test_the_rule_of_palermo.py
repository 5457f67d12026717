"""What the rule says of what was seen: elements met and missing, children by their own rule."""

import csv

import pytest

from amparo.foundation.protection.bundled_lists import DATA
from amparo.pillars.assistance.counter_trafficking.palermo import (
    Indicator,
    PalermoSuggestion,
    apply_palermo,
)

with (DATA / "vot_indicators.csv").open(encoding="utf-8", newline="") as file:
    ROWS = {row["code"]: row for row in csv.DictReader(file)}


def seen(*codes, child=False):
    signs = [Indicator(code, ROWS[code]["element"], ROWS[code]["weight"]) for code in codes]
    return apply_palermo(signs, is_child=child)


@pytest.mark.parametrize(
    ("codes", "child", "prompt", "missing"),
    [
        ((), False, PalermoSuggestion.UNCLEAR, ("act", "means", "purpose")),
        ((), True, PalermoSuggestion.UNCLEAR, ("act", "purpose")),
        (("A1", "M5", "P2"), False, PalermoSuggestion.PRESUMED, ()),
        (("A4", "M7", "P6"), False, PalermoSuggestion.PRESUMED, ()),
        (("A1", "P2"), False, PalermoSuggestion.UNCLEAR, ("means",)),
        (("A1", "P2"), True, PalermoSuggestion.PRESUMED, ()),  # article 3 c
        (("M1", "P1"), False, PalermoSuggestion.UNCLEAR, ("act",)),
        (("M1", "P1"), True, PalermoSuggestion.UNCLEAR, ("act",)),
        (("A2", "M1"), True, PalermoSuggestion.UNCLEAR, ("purpose",)),
        (("G1",), False, PalermoSuggestion.POSSIBLE, ("act", "means", "purpose")),
        (("G7",), False, PalermoSuggestion.UNCLEAR, ("act", "means", "purpose")),
        (("G7", "G8"), False, PalermoSuggestion.POSSIBLE, ("act", "means", "purpose")),
        (("G12", "G13"), False, PalermoSuggestion.UNCLEAR, ("act", "means", "purpose")),
        (("C3",), False, PalermoSuggestion.UNCLEAR, ("act", "means", "purpose")),
        (("C3",), True, PalermoSuggestion.POSSIBLE, ("act", "purpose")),
        (("C1", "G7"), True, PalermoSuggestion.POSSIBLE, ("act", "purpose")),
        (("A1", "P2", "G1"), False, PalermoSuggestion.POSSIBLE, ("means",)),
        (("A1", "M5", "P2", "G1"), False, PalermoSuggestion.PRESUMED, ()),
    ],
)
def test_what_is_met_and_what_is_missing(codes, child, prompt, missing):
    reading = seen(*codes, child=child)
    assert (reading.prompt, reading.missing) == (prompt, missing)


@pytest.mark.parametrize(
    ("codes", "child", "irrelevant"),
    [(("A1", "P2"), False, False), (("A1", "M4", "P2"), False, True), (("P2",), True, True)],
)
def test_consent_does_not_matter_where_any_of_the_means_was_used(codes, child, irrelevant):
    assert seen(*codes, child=child).consent_is_irrelevant is irrelevant


def test_the_order_in_which_things_are_seen_changes_nothing():
    assert seen("P2", "A1", "M5") == seen("M5", "P2", "A1", "A1")


def test_every_sign_has_a_source_and_each_forced_labour_indicator_its_sign():
    assert len(ROWS) == 42
    assert all(row["source"] for row in ROWS.values())
    of_the_ilo = {row["ilo_forced_labour_indicator"] for row in ROWS.values()} - {""}
    assert len(of_the_ilo) == 11
    assert {row["element"] for row in ROWS.values()} == {
        "act", "means", "purpose", "indicator", "child",
    }  # fmt: skip
