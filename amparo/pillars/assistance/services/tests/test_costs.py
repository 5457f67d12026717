"""What services cost a fund, at the rate of their day, and how many persons they assisted."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from amparo.foundation.core.erasure import Erasure
from amparo.foundation.funding.budget import Period
from amparo.foundation.funding.costs import costs_in
from amparo.foundation.funding.models import ExchangeRate
from amparo.foundation.people.models import Merge
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.privacy.erasure import erase_case
from amparo.pillars.assistance.services.models import AnonymousService

from .test_funding import give, line_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def line(office, supervisor):
    """Of a fund in USD."""
    return line_of(office, supervisor, "ALBA-1", begun=90)


@pytest.fixture
def rates(office, supervisor):
    today = office.today()
    for days, rate in ((10, "8"), (0, "7")):
        ExchangeRate.record(
            by=supervisor, currency="BOB", base="USD", rate=Decimal(rate),
            on=today - timedelta(days=days), source="Central bank",
        )  # fmt: skip


def cost_of(line, office, days=90):
    today = office.today()
    [found] = costs_in([line.pk], [Period(today - timedelta(days=days), today)])
    return found


def test_each_spending_counts_at_the_rate_of_its_day(case, caseworker, line, office, rates):
    today = office.today()
    give(case, caseworker, budget_line=line, value=Decimal(70), currency="BOB")
    give(case, caseworker, budget_line=line, value=Decimal(80), currency="BOB",
         given_on=today - timedelta(days=3))  # fmt: skip
    give(case, caseworker, budget_line=line, value=Decimal(5), currency="USD")
    assert cost_of(line, office).spent == 25
    assert (line.standing.committed, line.standing.paid) == (25, 25)
    assert cost_of(line, office, days=1).spent == 15


def test_without_a_rate_or_a_value_it_is_in_no_sum_and_is_counted(case, caseworker, line, office):
    give(case, caseworker, budget_line=line, value=Decimal(70), currency="BOB")
    give(case, caseworker, budget_line=line)
    found = cost_of(line, office)
    assert (found.spent, found.unvalued, found.cost) == (None, 2, None)


def test_a_person_is_counted_once_and_joined_files_are_one(
    many_cases, caseworker, line, office, rates
):
    first, second, third = many_cases(3)
    for case in (first, first, second, third):
        give(case, caseworker, budget_line=line, value=Decimal(6), currency="USD")
    assert (cost_of(line, office).persons, cost_of(line, office).cost) == (3, 8)
    Merge.objects.create(
        kept=first.person, duplicate=second.person, by=caseworker, because="One person",
        state=Merge.State.IN_FORCE,
    )  # fmt: skip
    assert (cost_of(line, office).persons, cost_of(line, office).cost) == (2, 12)


def test_a_cancelled_service_counts_for_nothing(case, caseworker, line, office):
    service = give(case, caseworker, budget_line=line, value=Decimal(6), currency="USD")
    service.void(by=caseworker, because="By mistake")
    found = cost_of(line, office)
    assert (found.spent, found.persons, line.standing.paid) == (None, None, 0)


def test_the_accounts_stay_right_when_a_file_is_erased(
    case, caseworker, supervisor, line, office, rates
):
    give(case, caseworker, budget_line=line, value=Decimal(70), currency="BOB")
    erase_case(case, Erasure(reason="asked", by=supervisor))
    assert AnonymousService.objects.get().value == 70
    assert line.standing.paid == 10
    assert cost_of(line, office).spent is None


def test_services_are_shown_by_type_and_never_fewer_than_five(
    client, many_cases, caseworker, supervisor, line
):
    client.force_login(supervisor)
    url = f"/funds/{line.fund.ref}/"
    cases = many_cases(5)
    for case in cases[:4]:
        give(case, caseworker, budget_line=line)
    assert "fewer than 5" in client.get(url).content.decode()
    give(cases[4], caseworker, budget_line=line)
    page = client.get(url).content.decode()
    assert "fewer than 5" not in page
    Case.objects.filter(pk=cases[0].pk).update(confidentiality=Case.Confidentiality.GBV)
    assert "fewer than 5" in client.get(url).content.decode()
