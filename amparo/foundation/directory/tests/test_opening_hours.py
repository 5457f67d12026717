"""A door is open or shut by the clock that hangs there, and pages say until when."""

from datetime import date, datetime, time

import pytest

from amparo.foundation.directory.opening_hours import DAYS, Hours, OpenState, open_state_at, week

EVERY_DAY = frozenset(DAYS)
WORKING = frozenset(DAYS[:5])
OFFICE = Hours(WORKING, time(8, 30), time(16))
NIGHT = Hours(EVERY_DAY, time(20), time(7))
ALWAYS = Hours(EVERY_DAY)
LATER = Hours(WORKING, time(16), time(18))
# 26 November 2026 is a Thursday.
THURSDAY, FRIDAY, SATURDAY, MONDAY = (date(2026, 11, day) for day in (26, 27, 28, 30))
ENDED = Hours(EVERY_DAY, time(8), time(9), until=FRIDAY)
TO_COME = Hours(EVERY_DAY, time(8), time(9), since=SATURDAY)


def at(day: date, *clock: int) -> datetime:
    return datetime.combine(day, time(*clock))


@pytest.mark.parametrize(
    ("hours", "moment", "state"),
    [
        ([OFFICE], at(THURSDAY, 9), OpenState(True, at(THURSDAY, 16))),
        ([OFFICE], at(THURSDAY, 8, 29), OpenState(False, at(THURSDAY, 8, 30))),
        ([OFFICE], at(THURSDAY, 16), OpenState(False, at(FRIDAY, 8, 30))),
        ([OFFICE], at(SATURDAY, 12), OpenState(False, at(MONDAY, 8, 30))),
        ([NIGHT], at(FRIDAY, 2), OpenState(True, at(FRIDAY, 7))),
        ([NIGHT], at(FRIDAY, 21), OpenState(True, at(SATURDAY, 7))),
        ([NIGHT], at(FRIDAY, 12), OpenState(False, at(FRIDAY, 20))),
        ([ALWAYS], at(SATURDAY, 0), OpenState(True)),
        ([OFFICE, LATER], at(THURSDAY, 15), OpenState(True, at(THURSDAY, 18))),
        ([ENDED], at(SATURDAY, 8), OpenState(False)),
        ([TO_COME], at(FRIDAY, 8), OpenState(False, at(SATURDAY, 8))),
        ([], at(FRIDAY, 8), OpenState(None)),
    ],
)  # fmt: skip
def test_open_state(hours, moment, state):
    assert open_state_at(hours, moment) == state


def test_a_holiday_closes_it_and_the_next_open_day_is_named():
    feast = Hours(EVERY_DAY, since=FRIDAY, until=FRIDAY, is_shut=True)
    assert open_state_at([OFFICE, feast], at(FRIDAY, 9)) == OpenState(False, at(MONDAY, 8, 30))


def test_hours_for_women_are_told_apart():
    women = Hours(frozenset({"TH"}), time(10), time(14), for_women=True)
    evening = Hours(EVERY_DAY, time(16), time(22))
    assert open_state_at([women, evening], at(THURSDAY, 11)) == OpenState(
        True, at(THURSDAY, 14), for_women=True
    )
    assert open_state_at([women, evening], at(THURSDAY, 17)) == OpenState(True, at(THURSDAY, 22))


def test_the_week_to_come_is_told_day_by_day_without_its_feasts():
    feast = Hours(EVERY_DAY, since=FRIDAY, until=FRIDAY, is_shut=True)
    told = dict(week([LATER, OFFICE, feast, ENDED], THURSDAY))
    assert len(told) == 7
    assert told[THURSDAY] == [ENDED, OFFICE, LATER], "as the day goes"
    assert told[FRIDAY] == told[SATURDAY] == []
    assert told[MONDAY] == [OFFICE, LATER]
