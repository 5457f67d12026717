"""When an answer of yes stands: only another colleague who asks again later clears it."""

from datetime import UTC, datetime, timedelta

import pytest

from amparo.pillars.assistance.protection_questions import Answer, newest_no, standing_yes

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
    found = standing_yes(said(*answers))
    assert (found and found.number) == stands


def test_the_newest_no_is_told():
    found = newest_no(said((ROSA, False, 0), (JUAN, False, 1), (NORA, True, 2)))
    assert (found.by, newest_no([])) == (JUAN, None)
