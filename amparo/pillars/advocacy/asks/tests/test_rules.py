"""What an ask lacks before it is cleared, and the one thing to do next. Pure."""

from datetime import date, timedelta

import pytest

from amparo.pillars.advocacy.asks import rules
from amparo.pillars.advocacy.asks.rules import Assessed, Lack, NextStep, Standing

TODAY = date(2026, 12, 2)
DAY = timedelta(days=1)
GROUPS = ("migrants", "access")
WHOLE = {
    "bearers": 1, "post": "Minister", "groups": GROUPS, "stale_translations": 0,
    "is_quiet": False, "clearers": 0,
    "assessed": [Assessed("migrants", "none", ""), Assessed("access", "likely", "Told before.")],
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "lacking"),
    [
        ({}, []),
        ({"bearers": 0}, [Lack.BEARER]),
        ({"post": " "}, [Lack.POST]),
        ({"assessed": []}, [Lack.RISK]),
        ({"assessed": [Assessed("migrants", "none", "")]}, [Lack.RISK]),
        (
            {"assessed": [Assessed("migrants", "", ""), Assessed("access", "none", "")]},
            [Lack.RISK],
        ),
        (
            {"assessed": [Assessed("migrants", "possible", " "), Assessed("access", "none", "")]},
            [Lack.MEASURE],
        ),
        ({"stale_translations": 1}, [Lack.TRANSLATION]),
        ({"is_quiet": True}, [Lack.CLEARER]),
        ({"is_quiet": True, "clearers": 1}, []),
    ],
)
def test_nothing_said_is_never_taken_for_no_risk(changed, lacking):
    assert rules.lacks(**WHOLE | changed) == lacking


@pytest.mark.parametrize(
    ("standing", "is_complete", "step"),
    [
        (Standing("drafted"), False, NextStep.COMPLETE),
        (Standing("drafted"), True, NextStep.CLEAR),
        (Standing("cleared"), True, NextStep.PUT),
        (Standing("put", TODAY + DAY), True, NextStep.RECORD_ANSWER),
        (Standing("put", follow_up_on=TODAY), True, NextStep.FOLLOW_UP),
        (Standing("answered"), True, NextStep.FOLLOW_UP),
        (Standing("answered", unreleased=1), True, NextStep.RELEASE),
        (Standing("refused"), True, NextStep.FOLLOW_UP),
        (Standing("agreed"), True, NextStep.COMMIT),
        (Standing("agreed", is_committed=True), True, NextStep.NONE),
        (Standing("withdrawn"), True, NextStep.NONE),
    ],
)
def test_each_stage_has_one_next_step(standing, is_complete, step):
    assert rules.next_step(standing, TODAY, is_complete=is_complete) == step


def test_only_what_was_put_and_has_a_day_that_passed_is_overdue():
    assert rules.is_overdue(Standing("put", TODAY - DAY), TODAY)
    assert not rules.is_overdue(Standing("put", TODAY), TODAY)
    assert not rules.is_overdue(Standing("put"), TODAY)
    assert not rules.is_overdue(Standing("answered", TODAY - DAY), TODAY)
