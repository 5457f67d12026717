"""Spending beside time: shares, pace in words, and no judgement where a part is unknown."""

from datetime import date
from decimal import Decimal

import pytest

from amparo.foundation.funding.budget import Period, Standing
from amparo.foundation.funding.burn import Burn, Pace
from amparo.foundation.funding.costs import CostPerPerson, last_whole_month

FIRST, LAST = date(2026, 1, 1), date(2026, 4, 10)  # a hundred days


def burn(amount=1000, committed=0, paid=0, day=date(2026, 2, 20), ends_on=LAST) -> Burn:
    standing = Standing(Decimal(amount), Decimal(committed), Decimal(paid))
    return Burn(standing, FIRST, ends_on, day)


@pytest.mark.parametrize(
    ("paid", "pace"),
    [(350, Pace.EVEN), (349, Pace.BEHIND), (650, Pace.EVEN), (651, Pace.AHEAD), (1001, Pace.OVER)],
)
def test_pace_after_half_of_the_time(paid, pace):
    assert burn(committed=paid, paid=paid).time_share == 50
    assert burn(committed=paid, paid=paid).pace is pace


@pytest.mark.parametrize(
    "unknown", [{"paid": 0}, {"amount": 0}, {"paid": 100, "ends_on": None}], ids=str
)
def test_nothing_is_judged_where_a_part_is_unknown(unknown):
    assert burn(**unknown).pace is Pace.UNKNOWN


def test_nothing_recorded_is_not_zero():
    found = burn(amount=0)
    assert (found.budget, found.spent, found.committed, found.spent_share) == (None,) * 4


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2025, 12, 1), 0),
        (FIRST, 0),
        (date(2026, 1, 2), 1),
        (LAST, 99),
        (date(2027, 1, 1), 100),
    ],
)
def test_share_of_the_time_that_has_passed(day, share):
    assert burn(day=day).time_share == share


def test_what_has_ended_is_no_longer_compared_with_time():
    assert burn(day=date(2026, 5, 1), paid=10, committed=10).pace is Pace.ENDED
    over = burn(day=date(2026, 5, 1), paid=1100, committed=1100)
    assert over.pace is Pace.OVER


def test_before_its_first_day_nothing_is_late():
    assert burn(day=date(2025, 12, 1), paid=10, committed=10).pace is Pace.NOT_STARTED


def test_more_committed_than_there_is_is_said_also_where_little_is_spent():
    found = burn(committed=1200, paid=500)
    assert (found.is_over_budget, found.pace) == (True, Pace.EVEN)


@pytest.mark.parametrize(
    ("spent", "persons", "cost"),
    [("100", 3, "33.33"), (None, 3, None), ("100", None, None), ("100", 0, None)],
)
def test_cost_per_person_needs_both(spent, persons, cost):
    found = CostPerPerson(Period(FIRST, LAST), Decimal(spent) if spent else None, persons)
    assert found.cost == (Decimal(cost) if cost else None)


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2026, 3, 1), (date(2026, 2, 1), date(2026, 2, 28))),
        (date(2026, 1, 31), (date(2025, 12, 1), date(2025, 12, 31))),
    ],
)
def test_the_last_whole_month(day, month):
    assert last_whole_month(day) == Period(*month)
