"""The moments at which the nights try the essential tests are the ones at which dates go wrong."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.support.clocks import CLOCKS


def at_the_office(name):
    clock = CLOCKS[name]
    return clock.moment.astimezone(ZoneInfo(clock.zone))


@pytest.mark.parametrize(
    ("name", "day", "minutes"),
    [("before-midnight", date(2027, 3, 15), -10), ("after-midnight", date(2027, 3, 16), 10)],
)
def test_ten_minutes_lie_between_them_and_midnight(name, day, minutes):
    here = at_the_office(name)
    assert here.date() == day
    assert (here + timedelta(minutes=-minutes)).time().isoformat() == "00:00:00"


def test_the_days_are_the_ones_that_they_are_called_after():
    assert at_the_office("sunday").strftime("%A") == "Sunday"
    assert (at_the_office("leap-day").month, at_the_office("leap-day").day) == (2, 29)
    for name in ("month-end", "year-end"):
        assert (at_the_office(name) + timedelta(days=1)).day == 1
    assert (at_the_office("year-end") + timedelta(days=1)).month == 1


@pytest.mark.parametrize(("name", "hours"), [("summer-begins", 1), ("summer-ends", -1)])
def test_summer_time_changes_a_quarter_of_an_hour_later(name, hours):
    clock = CLOCKS[name]
    after = (clock.moment + timedelta(minutes=15)).astimezone(ZoneInfo(clock.zone))
    assert after.utcoffset() - at_the_office(name).utcoffset() == timedelta(hours=hours)


def test_far_away_it_is_another_day_than_by_utc():
    for name, days in (("far-ahead", 1), ("far-behind", -1)):
        assert at_the_office(name).date() == CLOCKS[name].moment.date() + timedelta(days=days)
        assert CLOCKS[name].environment()["AMPARO_TEST_OFFICE_ZONE"] == CLOCKS[name].zone
