"""A telephone sounds only at an hour that is safe for whoever bears it, by their own clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.foundation.people.messaging.recipients import (
    SEARCH_LIMIT,
    SafeHours,
    is_safe_time,
    next_safe_time,
)

BY_DAY = SafeHours(time(8), time(20))
LA_PAZ, KABUL = ZoneInfo("America/La_Paz"), ZoneInfo("Asia/Kabul")
ZONES = sorted(available_timezones())
moments = st.integers(1_577_836_800, 2_082_758_399).map(  # 2020 to 2035
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
zones = st.lists(st.sampled_from(ZONES).map(ZoneInfo), min_size=1, max_size=3)
# As people say it: whole and half hours, also past midnight.
clocks = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 45)))
hours = st.builds(SafeHours, clocks, clocks)


@given(after=moments, hours=hours, zones=zones)
def test_it_is_a_good_hour_by_every_clock(after, hours, zones):
    found = next_safe_time(after, hours, zones)
    if found is not None:
        assert after <= found <= after + SEARCH_LIMIT
        assert all(hours.has(found.astimezone(zone).time()) for zone in zones)


@given(after=moments, hours=hours, zones=zones)
def test_nobody_waits_longer_than_they_must(after, hours, zones):
    """Quarter by quarter, no good hour was passed over; and "never" is never said too soon."""
    found = next_safe_time(after, hours, zones)
    until = found or after + SEARCH_LIMIT
    quarter = after.replace(minute=after.minute // 15 * 15, second=0, microsecond=0)
    while quarter < until:
        assert quarter < after or not is_safe_time(quarter, hours, zones), quarter
        quarter += timedelta(minutes=15)


@given(after=moments, zone=st.sampled_from(ZONES).map(ZoneInfo))
def test_by_one_clock_there_is_always_an_hour_and_never_at_night(after, zone):
    found = next_safe_time(after, BY_DAY, [zone])
    assert found is not None
    assert 8 <= found.astimezone(zone).hour < 20
    assert found - after <= timedelta(hours=13)  # a night, and an hour where clocks change


@given(after=moments, hours=hours, zones=zones)
def test_a_good_hour_is_now(after, hours, zones):
    if is_safe_time(after, hours, zones):
        assert next_safe_time(after, hours, zones) == after


@pytest.mark.parametrize(
    ("begins", "ends", "clock", "is_in"),
    [
        (time(8), time(20), time(8), True),
        (time(8), time(20), time(20), False),
        (time(8), time(20), time(7, 59), False),
        (time(22), time(6), time(23), True),
        (time(22), time(6), time(5, 59), True),
        (time(22), time(6), time(12), False),
        (time(0), time(0), time(3), True),
    ],
)
def test_from_one_hour_to_another(begins, ends, clock, is_in):
    assert SafeHours(begins, ends).has(clock) is is_in


def test_at_night_it_waits_for_the_morning_there():
    night = datetime(2026, 11, 26, 23, 30, tzinfo=LA_PAZ)
    assert next_safe_time(night, BY_DAY, [LA_PAZ]) == datetime(2026, 11, 27, 8, tzinfo=LA_PAZ)


def test_by_two_clocks_it_waits_until_both_are_awake():
    morning = datetime(2026, 11, 26, 8, 30, tzinfo=LA_PAZ)  # 17:00 in Kabul
    assert next_safe_time(morning, BY_DAY, [LA_PAZ, KABUL]) == morning
    noon = datetime(2026, 11, 26, 12, 0, tzinfo=LA_PAZ)  # 20:30 there
    assert next_safe_time(noon, BY_DAY, [LA_PAZ, KABUL]) == datetime(
        2026, 11, 27, 8, tzinfo=LA_PAZ
    )


def test_clocks_without_a_common_hour_are_not_guessed_at():
    """Nothing is sent at an hour that might be the wrong one: somebody is asked."""
    evening = SafeHours(time(18), time(20))
    noon = datetime(2026, 11, 26, 12, tzinfo=UTC)
    assert next_safe_time(noon, evening, [LA_PAZ, KABUL]) is None


def test_the_night_in_which_clocks_change_has_one_hour_less():
    paris = ZoneInfo("Europe/Paris")
    before = datetime(2026, 3, 28, 21, tzinfo=paris)
    found = next_safe_time(before, BY_DAY, [paris])
    assert found.astimezone(paris) == datetime(2026, 3, 29, 8, tzinfo=paris)
    assert found.timestamp() - before.timestamp() == 10 * 3600


def test_hours_as_settings_say_them():
    assert SafeHours.parse("08:00-20:00") == BY_DAY
