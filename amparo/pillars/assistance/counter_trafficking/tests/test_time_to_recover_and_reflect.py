"""Time to recover and reflect is counted, made longer, and ended by the person alone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import CaseSettings
from amparo.pillars.assistance.counter_trafficking.models import (
    ReflectionPeriod,
    TraffickingRecord,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(case):
    return case.office.today()


@pytest.fixture
def period(way, caseworker, today):
    return ReflectionPeriod.grant(way, by=caseworker, from_on=today)


def test_it_lasts_the_least_of_the_office_and_its_days_are_counted(period, today):
    assert period.days == 30
    assert [period.days_left(today + timedelta(days=gone)) for gone in (0, 29, 30, 31)] == [
        30, 1, 0, 0,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("least", "days", "may"), [(30, 29, False), (45, 45, True), (None, 5, True)]
)
def test_no_fewer_days_than_the_office_set(way, caseworker, supervisor, today, least, days, may):
    rules = CaseSettings.of(way.case.office)
    rules.change(by=supervisor, time_limits={"trafficking.reflection": least})
    way.case.__dict__.pop("_rules", None)
    if may:
        assert ReflectionPeriod.grant(way, by=caseworker, from_on=today, days=days).days == days
    else:
        with pytest.raises(Refusal, match="at least 30 days"):
            ReflectionPeriod.grant(way, by=caseworker, from_on=today, days=days)


def test_sent_twice_it_is_one(way, period, caseworker, today):
    assert ReflectionPeriod.grant(way, by=caseworker, from_on=today) == period
    with pytest.raises(Refusal, match="Lengthen it"):
        ReflectionPeriod.grant(way, by=caseworker, from_on=today + timedelta(days=3))


def test_it_is_made_longer_and_never_shorter(way, period, caseworker, today):
    longer = period.until_on + timedelta(days=30)
    period.extend(by=caseworker, until_on=longer, because="She is still ill.")
    assert TraffickingRecord.objects.get().reflection_until == longer
    with pytest.raises(Refusal, match="only the person"):
        period.extend(by=caseworker, until_on=today + timedelta(days=5), because="Enough.")


def test_it_ends_early_only_because_the_person_wishes_it(client, at, period, caseworker, today):
    client.force_login(caseworker)
    url = at(f"reflection/{period.ref}/end/")
    said = {"on": today.isoformat(), "text": "I want to go to my sister."}
    assert client.post(url, said).status_code == 422
    assert client.post(url, said | {"is_their_wish": "on"}).status_code == 303
    stale, period = period, ReflectionPeriod.objects.get()
    assert (period.ended_by, period.end_text) == (caseworker, "I want to go to my sister.")
    assert period.days_left(today) == 0
    with pytest.raises(Refusal, match="ended already"):
        stale.end_early(by=caseworker, on=today, is_their_wish=True, text="Again.")
    assert "Ended at their wish" in client.get(at()).content.decode()


def test_bad_dates_are_told_in_words(client, at, period, caseworker, today):
    client.force_login(caseworker)
    answer = client.post(at(f"reflection/{period.ref}/extend/"), {"until_on": today.isoformat()})
    assert answer.status_code == 422
    answer = client.post(at("reflection/new/"), {"from_on": "never", "days": "3"})
    assert answer.status_code == 422


def test_the_database_holds_no_time_that_ends_before_it_begins(way, caseworker, today):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReflectionPeriod.objects.create(
            way=way, by=caseworker, from_on=today, until_on=today - timedelta(days=1)
        )
