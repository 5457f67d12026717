"""Which answers about a journey fit together, and which months are compared."""

from datetime import date

import pytest

from amparo.pillars.assistance.intake.belief_rules import (
    BeliefAnswers,
    Contradiction,
    Span,
    contradiction_between,
    joined,
    spans_around,
    was_otherwise,
)


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        (BeliefAnswers(), None),
        (BeliefAnswers(("none",)), None),
        (BeliefAnswers(("no_answer",)), None),
        (BeliefAnswers(("awaited", "stay_easy"), ("other",), "partly"), None),
        (BeliefAnswers(("none", "awaited")), Contradiction.ALONE),
        (BeliefAnswers(("awaited", "no_answer")), Contradiction.ALONE),
        (BeliefAnswers((), ("other",)), Contradiction.NOTHING_BELIEVED),
        (BeliefAnswers(("none",), (), "partly"), Contradiction.NOTHING_BELIEVED),
        (BeliefAnswers(("no_answer",), ("other",)), Contradiction.NOTHING_BELIEVED),
    ],
)
def test_none_of_these_goes_with_nothing_else(answers, found):
    assert answers.contradiction is found


def test_silence_and_a_refusal_are_no_answer_and_none_of_these_is_one():
    assert not BeliefAnswers().is_answered
    assert not BeliefAnswers(("no_answer",)).is_answered
    assert BeliefAnswers(("none",)).is_answered
    assert not BeliefAnswers(("none",)).has_belief


def test_an_answer_takes_the_place_of_a_refusal_and_of_nothing_else():
    refused, later = BeliefAnswers(("no_answer",)), BeliefAnswers(("awaited",), (), "unknown")
    assert joined(refused, later) == later
    assert joined(later, BeliefAnswers()) == later
    assert contradiction_between(later, BeliefAnswers(("none",))) is Contradiction.ALONE
    known = BeliefAnswers(("awaited",), (), "partly")
    assert contradiction_between(later, known) is None
    assert contradiction_between(known, BeliefAnswers((), (), "as_believed")) is (
        Contradiction.CHANGED
    )


def test_who_does_not_know_yet_counts_neither_way():
    told = [was_otherwise(each) for each in ("", "unknown", "as_believed", "partly", "not_at_all")]
    assert told == [None, None, False, True, True]


def test_before_and_after_are_as_many_months_and_at_least_three():
    spans = spans_around(date(2026, 5, 10), date(2026, 5, 20), date(2026, 12, 2))
    assert spans == (
        Span(date(2026, 2, 1), date(2026, 4, 30)), Span(date(2026, 5, 1), date(2026, 5, 31)),
        Span(date(2026, 6, 1), date(2026, 8, 31)),
    )  # fmt: skip
    before, _during, after = spans_around(date(2025, 11, 1), date(2026, 2, 28), date(2026, 5, 1))
    assert before == Span(date(2025, 7, 1), date(2025, 10, 31))
    assert after == Span(date(2026, 3, 1), date(2026, 4, 30))


def test_a_month_that_is_not_over_is_in_none_of_them():
    before, during, after = spans_around(date(2026, 11, 1), date(2027, 1, 31), date(2026, 12, 2))
    assert before == Span(date(2026, 8, 1), date(2026, 10, 31))
    assert during == Span(date(2026, 11, 1), date(2026, 11, 30))
    assert after is None
    planned = spans_around(date(2027, 6, 1), date(2027, 6, 30), date(2026, 12, 2))
    assert planned == (None, None, None)
    with pytest.raises(ValueError, match="before"):
        spans_around(date(2026, 5, 1), date(2026, 4, 1), date(2026, 12, 2))
