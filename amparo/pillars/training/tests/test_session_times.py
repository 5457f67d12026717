"""Times of sessions by the clock of the event, and when its participants are reminded."""

from datetime import UTC, date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from amparo.pillars.training.reminder_days import Reminder, is_news, reminder_due
from amparo.pillars.training.session_times import NoSuchHour, days_from, moment_of, times_of

MADRID = ZoneInfo("Europe/Madrid")
NINE, FOUR = time(9), time(16)


def test_nine_is_at_nine_before_and_after_the_clocks_change():
    times = times_of(days_from(date(2026, 10, 24), 2), NINE, FOUR, MADRID)
    assert [start.astimezone(UTC).hour for start, _end in times] == [7, 8]
    assert [start.time() for start, _end in times] == [NINE, NINE]


def test_a_session_over_the_change_of_the_clocks_lasts_as_long_as_it_lasts():
    [(start, end)] = times_of([date(2026, 10, 25)], time(1), time(5), MADRID)
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=5)


def test_an_hour_that_the_clocks_skip_is_refused():
    with pytest.raises(NoSuchHour):
        moment_of(date(2026, 3, 29), time(2, 30), MADRID)


def test_of_an_hour_that_comes_twice_the_first_is_meant():
    moment = moment_of(date(2026, 10, 25), time(2, 30), MADRID)
    assert moment.astimezone(UTC).time() == time(0, 30)


def test_a_session_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="16:00"):
        times_of([date(2026, 11, 24)], FOUR, NINE, MADRID)


def test_days_of_rest_are_left_out_where_that_is_asked_but_never_the_first():
    saturday = date(2026, 11, 21)
    days = list(days_from(saturday, 3, lambda day: day.weekday() < 5))
    assert days == [saturday, date(2026, 11, 23), date(2026, 11, 24)]
    assert list(days_from(saturday, 2)) == [saturday, date(2026, 11, 22)]


@pytest.mark.parametrize(
    ("ahead", "reminder"),
    [(9, None), (7, Reminder.WEEK), (5, Reminder.WEEK), (4, None), (2, None), (1, Reminder.DAY),
     (0, None), (-1, None)],
)  # fmt: skip
def test_a_week_and_a_day_before_a_reminder_is_due(ahead, reminder):
    today = date(2026, 11, 20)
    assert reminder_due(today + timedelta(days=ahead), today) is reminder


def test_who_registered_a_moment_ago_is_not_reminded_of_it():
    begins = date(2026, 11, 24)
    assert not is_news(Reminder.WEEK, begins, seated=date(2026, 11, 17))
    assert is_news(Reminder.WEEK, begins, seated=date(2026, 11, 16))
    assert not is_news(Reminder.DAY, begins, seated=date(2026, 11, 23))
    assert is_news(Reminder.DAY, begins, seated=date(2026, 11, 22))
