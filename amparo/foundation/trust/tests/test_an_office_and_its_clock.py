"""Deadlines are counted in the days on which an office works."""

from datetime import date

import pytest

from amparo.foundation.trust.models import Office

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


def test_today_is_where_the_office_stands(office, monkeypatch):
    from datetime import UTC, datetime

    from amparo.foundation.trust.models import offices

    monkeypatch.setattr(offices, "now", lambda: datetime(2026, 11, 25, 2, tzinfo=UTC))
    assert office.today() == date(2026, 11, 24)


def test_a_region_that_nobody_knows_has_no_holidays(organization):
    office = Office(organization=organization, country="XX", working_week="01234")
    assert office.holidays_of(2026) == {}
