"""Where a search stands and what comes next, by tables."""

from copy import replace
from itertools import product

import pytest

from amparo.pillars.assistance.family_tracing import reasons
from amparo.pillars.assistance.family_tracing.status import (
    NO,
    UNSURE,
    YES,
    MatchFacts,
    SideFacts,
    next_step,
    public_state,
    request_state,
)

SURE = SideFacts(is_confirmed=True, willing=YES, safe=YES)
BOTH = MatchFacts(
    relative_consents=True,
    person_consents=True,
    may_inform_family=True,
    relative=SURE,
    person=SURE,
)


@pytest.mark.parametrize(
    ("pair", "code"),
    [
        (BOTH, "reunify"),
        (replace(BOTH, person_consents=False), "nothing"),
        (replace(BOTH, relative_consents=False), "nothing"),
        (replace(BOTH, person=None, relative=None, may_inform_family=False), "ask_person"),
        (replace(BOTH, relative=None), "ask_relative"),
        (replace(BOTH, relative=None, may_inform_family=False), "not_told"),
        (replace(BOTH, person=replace(SURE, willing=NO)), "respect_no"),
        (replace(BOTH, person=SideFacts(is_refuted=True)), "set_aside"),
        (replace(BOTH, relative=SideFacts(is_refuted=True)), "set_aside"),
        (replace(BOTH, person=SideFacts(willing=YES)), "verify_more"),
        (replace(BOTH, relative=replace(SURE, safe=UNSURE)), "settle"),
        (replace(BOTH, relative=replace(SURE, willing=NO)), "settle"),
    ],
)
def test_what_comes_next(pair, code):
    assert next_step(pair) == code
    assert code in reasons.NEXT


SIDES = (
    None,
    SURE,
    SideFacts(),
    SideFacts(is_refuted=True),
    SideFacts(is_confirmed=True, willing=NO),
)


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize(("one", "two"), list(product((True, False), repeat=2)))
def test_nothing_goes_on_without_both_consents(one, two, told):
    for relative, person in product(SIDES, repeat=2):
        pair = MatchFacts(one, two, told, relative, person)
        if not (one and two):
            assert not any((pair.may_be_shown, pair.may_ask_relative, pair.is_verified))
            assert next_step(pair) == "nothing"
        if not told:
            assert not pair.may_ask_relative
            assert next_step(pair) not in ("ask_relative", "reunify", "settle", "verify_more")
        if next_step(pair) == "reunify":
            assert pair.is_verified
            assert pair.are_willing
            assert pair.are_safe


@pytest.mark.parametrize(
    ("happened", "state"),
    [
        ("", "open"), ("begun", "in_progress"), ("begun verified", "verified"),
        ("begun verified reunified", "reunified"), ("begun verified reunified closed", "closed"),
        ("closed", "closed"),
    ],
)  # fmt: skip
def test_the_state_follows_from_what_happened(happened, state):
    said = dict.fromkeys(("closed", "reunified", "verified", "begun"), False)
    assert request_state(**said | dict.fromkeys(happened.split(), True)) == state


@pytest.mark.parametrize(
    ("state", "told", "shown"),
    [
        ("open", False, "open"), ("in_progress", False, "in_progress"),
        ("verified", False, "in_progress"), ("reunified", False, "in_progress"),
        ("verified", True, "verified"), ("closed", False, "closed"),
    ],
)  # fmt: skip
def test_that_somebody_was_found_shows_to_nobody_before_the_relative_was_told(state, told, shown):
    assert public_state(state, was_notified=told) == shown
