"""How somebody stands with a required competency, day by day."""

from datetime import date, timedelta

import pytest

from amparo.pillars.training.requirement_status import Held, State, find_status, warning_due

DAY = date(2026, 3, 1)


def status(held=None, *, today, waived_until=None, applies_from=DAY, grace_days=30):
    return find_status(
        held, applies_from=applies_from, grace_days=grace_days, waived_until=waived_until,
        today=today,
    )  # fmt: skip


def test_a_certificate_without_end_meets_it():
    assert status(Held(None), today=date(2050, 1, 1)).state == State.MET


def test_the_last_day_of_a_certificate_counts_whole():
    held = Held(date(2026, 6, 30))
    assert status(held, today=date(2026, 4, 30)).state == State.MET
    assert status(held, today=date(2026, 5, 1)).state == State.LAPSING
    assert status(held, today=date(2026, 6, 30)).state == State.LAPSING
    assert status(held, today=date(2026, 7, 1)).state == State.GRACE


def test_after_a_lapse_there_is_grace_and_then_it_is_suspended():
    held = Held(date(2026, 6, 30))
    assert status(held, today=date(2026, 7, 30)).day == date(2026, 7, 30)
    suspended = status(held, today=date(2026, 7, 31))
    assert (suspended.state, suspended.day, suspended.was_held) == (
        State.SUSPENDED, date(2026, 7, 31), True,
    )  # fmt: skip


def test_nothing_known_is_never_enough():
    assert status(None, today=DAY).state == State.GRACE
    assert status(None, today=DAY + timedelta(days=31)).is_suspended
    assert status(None, today=DAY, grace_days=0).state == State.GRACE
    assert status(None, today=DAY + timedelta(days=1), grace_days=0).is_suspended


def test_a_certificate_that_lapsed_before_it_was_required_has_grace_from_that_day():
    held = Held(date(2025, 1, 1))
    assert status(held, today=DAY + timedelta(days=30)).state == State.GRACE


def test_a_waiver_opens_it_until_its_last_day():
    day = DAY + timedelta(days=90)
    assert status(None, today=day, waived_until=day).state == State.WAIVED
    after = status(None, today=day + timedelta(days=1), waived_until=day)
    assert (after.state, after.day) == (State.SUSPENDED, day + timedelta(days=1))


@pytest.mark.parametrize(
    ("left", "warning"),
    [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)],
)
def test_each_warning_is_due_from_its_day_on(left, warning):
    assert warning_due(DAY + timedelta(days=left), DAY) == warning


def test_what_never_ends_needs_no_warning():
    assert warning_due(None, DAY) is None
