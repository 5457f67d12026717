"""What is next with a training event: one step at a time, and one stage that is current."""

from itertools import product

import pytest

from amparo.pillars.training.next_step import (
    EventFacts,
    Mark,
    Stage,
    Step,
    next_step,
    stage_marks,
)


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        ({"state": "draft"}, Step.ADD_SESSION),
        ({"state": "draft", "sessions": 2, "trainers": 1, "days_ahead": 30}, Step.OPEN),
        ({"state": "draft", "sessions": 2, "days_ahead": 30}, Step.OPEN),
        ({"state": "open", "sessions": 2, "days_ahead": 5}, Step.NAME_TRAINER),
        ({"state": "open", "sessions": 2, "trainers": 1, "days_ahead": 5, "enrolled": 9},
         Step.NOTHING),
        ({"state": "open", "sessions": 2, "trainers": 1, "days_ahead": 1, "enrolled": 9},
         Step.PRINT_LISTS),
        ({"state": "open", "sessions": 2, "trainers": 1, "days_ahead": 1}, Step.NOTHING),
        ({"state": "open", "sessions": 2, "trainers": 1, "has_begun": True}, Step.CLOSE),
        ({"state": "closed", "sessions": 2, "trainers": 1, "has_begun": True}, Step.NOTHING),
        ({"state": "closed", "sessions": 2, "has_begun": True, "is_over": True},
         Step.RECORD_HELD),
        ({"state": "draft", "sessions": 2, "has_begun": True, "is_over": True}, Step.RECORD_HELD),
        ({"state": "held", "sessions": 2}, Step.NOTHING),
        ({"state": "closed", "sessions": 2, "trainers": 1, "has_begun": True, "enrolled": 27,
          "unrecorded": 1}, Step.RECORD_ATTENDANCE),
        ({"state": "held", "sessions": 2, "enrolled": 27, "unrecorded": 2},
         Step.RECORD_ATTENDANCE),
        ({"state": "held", "sessions": 2, "enrolled": 27}, Step.ISSUE_CERTIFICATES),
        ({"state": "held", "sessions": 2, "enrolled": 27, "certificates_issued": 9},
         Step.NOTHING),
        ({"state": "held", "sessions": 2, "enrolled": 27, "unrecorded": 2, "is_imported": True},
         Step.NOTHING),
        ({"state": "cancelled", "sessions": 2, "enrolled": 27}, Step.NOTHING),
    ],
)  # fmt: skip
def test_the_next_step_follows_from_the_facts(facts, step):
    assert next_step(EventFacts(**facts)) is step


def test_whatever_the_facts_one_stage_at_most_is_current_and_none_after_it_is_done():
    states = ("draft", "open", "closed", "held", "cancelled")
    for state, begun, over, before, after, issued in product(
        states, *[(False, True)] * 2, *[(0, 9)] * 3
    ):
        facts = EventFacts(
            state=state, sessions=1, has_begun=begun or over, is_over=over, tested_before=before,
            tested_after=after, certificates_issued=issued,
        )  # fmt: skip
        marks = list(stage_marks(facts).values())
        current = [at for at, mark in enumerate(marks) if mark in (Mark.CURRENT, Mark.LATE)]
        assert len(current) == (0 if state == "cancelled" else 1)
        if current:
            assert Mark.DONE not in marks[current[0] :]


def test_a_test_that_nobody_took_was_skipped_and_not_done():
    marks = stage_marks(EventFacts(state="held", sessions=2, tested_after=29, has_begun=True))
    assert marks[Stage.PRE_TEST] is Mark.SKIPPED
    assert marks[Stage.POST_TEST] is Mark.DONE
    assert marks[Stage.CERTIFICATES] is Mark.CURRENT


def test_sessions_that_ended_and_were_not_recorded_are_late():
    facts = EventFacts(state="closed", sessions=2, has_begun=True, is_over=True)
    assert stage_marks(facts)[Stage.SESSIONS] is Mark.LATE
