"""When an answer of yes stands: only another colleague who asks again later clears it; signs of
trafficking only who sets their flag aside.
"""

from datetime import UTC, datetime, timedelta

import pytest

from amparo.pillars.assistance.assessment.protection_questions import (
    DANGER_NOW,
    TRAFFICKING,
    Answer,
    Flag,
    Heard,
)

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
ROSA, JUAN, NORA = "rosa", "juan", "nora"


def said(*answers):
    """Each as (by whom, is it yes, on which day it was heard), in the order of writing."""
    return [
        Answer(is_yes, by, MONDAY + timedelta(days=day), number)
        for number, (by, is_yes, day) in enumerate(answers)
    ]


@pytest.mark.parametrize(
    ("answers", "stands"),
    [
        ([], None),
        ([(ROSA, False, 0)], None),
        ([(ROSA, True, 0)], 0),
        ([(ROSA, True, 0), (JUAN, False, 1)], None),
        ([(ROSA, True, 0), (ROSA, False, 1)], 0),  # who wrote it does not take it away
        ([(JUAN, False, 0), (ROSA, True, 1)], 1),  # a no of before says nothing of after
        ([(ROSA, True, 1), (JUAN, False, 0)], 0),  # heard before, and sent in later
        ([(ROSA, True, 0), (JUAN, True, 1), (ROSA, False, 2)], 0),
        ([(ROSA, True, 0), (JUAN, True, 1), (NORA, False, 2)], None),
        ([(ROSA, True, 0), (JUAN, False, 1), (JUAN, True, 2)], 2),
    ],
)
def test_which_yes_stands(answers, stands):
    found = Heard(tuple(said(*answers))).standing_yes(DANGER_NOW)
    assert (found and found.number) == stands


def flag(raised=0, *, is_open=False, aside=None):
    day = MONDAY + timedelta(days=raised)
    return Flag(day, is_open, aside and MONDAY + timedelta(days=aside))


@pytest.mark.parametrize(
    ("flags", "stands"),
    [
        ((), True),
        ((flag(is_open=True),), True),
        ((flag(),), True),  # it was answered, and nobody said that it is not so
        ((flag(aside=2),), False),
        ((flag(aside=-1),), True),  # of signs that were seen before
        ((flag(-3, aside=-1), flag(aside=1)), False),
    ],
)
def test_signs_of_trafficking_stand_until_their_flag_is_set_aside(flags, stands):
    answers = said((ROSA, True, 0), (JUAN, False, 1))
    assert bool(Heard(tuple(answers), flags).standing_yes(TRAFFICKING)) == stands


@pytest.mark.parametrize(
    ("flags", "since", "number"),
    [
        ((), -9, 1),
        ((), 2, None),  # asked too long ago
        ((flag(2),), -9, None),  # it was raised after that
        ((flag(1),), -9, 1),
        ((flag(2, aside=3),), -9, 1),
    ],
)
def test_a_no_counts_lately_and_after_every_flag(flags, since, number):
    answers = said((ROSA, False, 0), (JUAN, False, 1), (NORA, True, 2))
    found = Heard(tuple(answers), flags).newest_no(MONDAY + timedelta(days=since))
    assert (found and found.number) == number


def test_the_flag_that_waits_longest_is_told():
    waiting = (flag(3, is_open=True), flag(2, is_open=True), flag(0))
    assert Heard(flags=waiting).open_flag == waiting[1]
    assert Heard(flags=(flag(),)).open_flag is None
