"""Whether somebody met a practice follows from what was written, in whatever order it arrived."""

from datetime import date
from itertools import permutations

import pytest

from amparo.pillars.training.cost_figures import PassRule, persons_passing
from amparo.pillars.training.eligibility import Part, Rule, decide
from amparo.pillars.training.practice import MET, NOT_MET, NOT_SEEN, Seen, fold_practice

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def seen(key, outcome, *, source="a", number=1, on=MONDAY, is_correction=False) -> Seen:
    return Seen(key, source, number, outcome, on, is_correction)


@pytest.mark.parametrize(
    ("records", "is_met"),
    [
        ([], None),
        ([seen(1, NOT_SEEN)], None),
        ([seen(1, MET)], True),
        ([seen(1, NOT_MET)], False),
        # To have seen nothing outweighs nothing, whenever it is said.
        ([seen(1, MET), seen(2, NOT_SEEN, source="b", on=TUESDAY)], True),
        ([seen(1, NOT_MET), seen(2, NOT_SEEN, source="b", on=TUESDAY)], False),
        # It was tried again and met, or met once and not the next day.
        ([seen(1, NOT_MET), seen(2, MET, source="b", on=TUESDAY)], True),
        ([seen(1, MET), seen(2, NOT_MET, source="b", on=TUESDAY)], False),
        # Two say different things of one day: not met before it is corrected.
        ([seen(1, MET), seen(2, NOT_MET, source="b")], False),
        ([seen(1, MET), seen(2, NOT_MET, source="b"),
          seen(3, MET, source="correction", number=9, is_correction=True)], True),
        # A slip of the finger, put right by the same hand.
        ([seen(1, MET, number=1), seen(2, NOT_SEEN, number=2)], None),
        ([seen(1, MET, is_correction=True), seen(2, NOT_SEEN, number=2, is_correction=True)],
         None),
    ],
)  # fmt: skip
def test_the_answer_is_the_same_in_any_order_and_twice(records, is_met):
    answers = {fold_practice([*order, *order]) for order in permutations(records)}
    [answer] = answers
    assert (answer and answer.is_met) is is_met


def test_a_practice_that_nobody_saw_is_never_enough():
    rule = Rule(0, None, requires_practice=True)
    for known, reached in ((None, None), (False, 0)):
        standing = decide(rule, attendance=100, score=None, practice=known)
        [short] = standing.shortfalls
        assert (short.part, short.reached) == (Part.PRACTICE, reached)
    assert decide(rule, attendance=100, score=None, practice=True).is_eligible


def test_who_passed_is_unknown_until_a_practice_was_recorded():
    rule, shares = PassRule(80, None, needs_practice=True), {1: 100, 2: 90, 3: 100}
    assert persons_passing(shares, shares, {}, rule) is None
    assert persons_passing(shares, shares, {}, rule, {1: True, 2: True, 3: False}) == 2
