"""Deadlines are counted in the days on which an office works."""

from datetime import UTC, date, datetime

import pytest

from amparo.foundation.core import clock
from amparo.foundation.core.accounts.organizations import Office

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("week", "country", "start", "count", "due"),
    [
        ("01234", "", date(2026, 11, 25), 3, date(2026, 11, 30)),  # over a weekend
        ("60123", "", date(2026, 11, 25), 3, date(2026, 11, 30)),  # Friday and Saturday rest
        ("01234", "BO", date(2026, 12, 24), 1, date(2026, 12, 28)),  # Christmas is a holiday
        ("", "", date(2026, 11, 25), 0, date(2026, 11, 25)),
    ],
)
def test_working_days(organization, week, country, start, count, due):
    office = Office(organization=organization, working_week=week, country=country)
    assert office.after_working_days(start, count) == due


@pytest.mark.parametrize(
    ("zone", "today"),
    [
        ("America/La_Paz", date(2026, 11, 24)),
        ("Pacific/Pago_Pago", date(2026, 11, 24)),
        ("Pacific/Kiritimati", date(2026, 11, 25)),
    ],
)
def test_today_is_where_the_office_stands(office, zone, today):
    office.time_zone = zone
    with clock.at(datetime(2026, 11, 25, 2, tzinfo=UTC)):
        assert office.today() == today


def test_who_writes_where_the_day_has_come_is_not_told_that_it_is_still_to_come(
    in_la_paz, office, other_office, caseworker, stranger
):
    with clock.at(datetime(2026, 11, 29, 4, 10, tzinfo=UTC)):  # 00:10 in La Paz, 23:10 in Lima
        assert other_office.today_for(caseworker) == office.today() == date(2026, 11, 29)
        assert other_office.today_for(stranger) == date(2026, 11, 28)
        assert office.today_for(stranger) == date(2026, 11, 29)
        assert other_office.today_for(None) == date(2026, 11, 28)


def test_a_region_that_nobody_knows_has_no_holidays(organization):
    office = Office(organization=organization, country="XX", working_week="01234")
    assert office.holidays_of(2026) == {}
