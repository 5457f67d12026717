"""Nothing is promised that a fund does not have; other currencies by the rate of the day."""

from datetime import timedelta
from decimal import Decimal

import pytest

from amparo.foundation.core.models import Organization
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.funding.models import BudgetLine, ExchangeRate, Fund
from amparo.foundation.funding.models.exchange_rates import worth_in

pytestmark = pytest.mark.django_db


def test_what_is_free_is_said_when_it_does_not_suffice(ask, supervisor):
    ask(900).approve(by=supervisor)
    said = r"000[.,]00\sUSD in ALBA-1.*100[.,]00\sUSD are free.*150[.,]00\sUSD"
    with pytest.raises(Refusal, match=said):
        ask(150)


def test_of_two_that_were_asked_in_time_only_what_fits_is_approved(ask, line, supervisor):
    first, second = ask(600), ask(600)
    first.approve(by=supervisor)
    with pytest.raises(Refusal, match="free"):
        second.approve(by=supervisor)
    second.refresh_from_db()
    assert (second.state, line.standing.free) == ("asked", 400)


def test_another_currency_binds_what_it_is_worth_on_the_day(ask, rate, line, supervisor):
    grant = ask(800, "BOB")
    grant.approve(by=supervisor)
    assert (grant.bound, grant.rate_on) == (Decimal(100), rate.on)
    assert line.standing.free == 900


def test_without_a_rate_it_is_refused_and_none_is_invented(ask):
    with pytest.raises(Refusal, match="no exchange rate from PEN to USD"):
        ask(100, "PEN")


def test_the_last_rate_before_holds_and_a_later_word_corrects(office, rate, supervisor):
    today = office.today()

    def record_rate(value, days):
        ExchangeRate.record(
            by=supervisor, currency="BOB", base="USD", rate=Decimal(value),
            on=today - timedelta(days=days), source="Central bank",
        )  # fmt: skip

    record_rate("7.00", 10)
    assert worth_in(Decimal(56), "BOB", "USD", on=today - timedelta(days=3)).amount == 8
    record_rate("5.60", 10)
    assert worth_in(Decimal(56), "BOB", "USD", on=today - timedelta(days=3)).amount == 10
    assert worth_in(Decimal(56), "BOB", "USD", on=today).amount == 7
    with pytest.raises(Refusal, match="no exchange rate"):
        worth_in(Decimal(56), "BOB", "USD", on=today - timedelta(days=11))


def test_a_rate_told_twice_is_one(office, rate, supervisor):
    again = ExchangeRate.record(
        by=supervisor, currency="BOB", base="USD", rate=rate.rate, on=rate.on, source="Again"
    )
    assert again == rate


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"rate": Decimal(0)}, "more than nothing"),
        ({"base": "BOB"}, "two currencies"),
        ({"source": " "}, "where you read"),
    ],
)
def test_a_rate_that_cannot_be_is_refused(office, supervisor, told, said):
    fields = {"currency": "BOB", "base": "USD", "rate": Decimal(7), "source": "Central bank"}
    with pytest.raises(Refusal, match=said):
        ExchangeRate.record(by=supervisor, on=office.today(), **fields | told)


def test_a_fund_that_has_ended_helps_nobody(ask, fund, line, case, supervisor):
    grant = ask()
    yesterday = fund.office.today() - timedelta(days=1)
    fund.change(by=supervisor, name=fund.name, until=yesterday, project=None)
    grant.line.refresh_from_db()
    assert not BudgetLine.objects.open_at(case.team.office, case.office.today()).exists()
    for deed in (lambda: ask(), lambda: grant.approve(by=supervisor)):
        line.fund.refresh_from_db()
        grant.line.fund.refresh_from_db()
        with pytest.raises(Refusal, match="not open"):
            deed()


def test_the_fund_of_another_office_helps_nobody_here(ask, fund, cast, supervisor):
    boss = cast._user("pilar", "Pilar Cárdenas", "supervisor", office=cast.other_office)
    theirs = Fund.set_up(
        by=boss, code="X", name="Other", donor=fund.donor, office=cast.other_office,
        currency="USD", since=fund.since,
    )  # fmt: skip
    line = BudgetLine.add(theirs, by=boss, code="1", name="Assistance grants", amount=Decimal(500))
    with pytest.raises(Refusal, match="another office"):
        ask(line=line)


def test_a_budget_is_never_less_than_what_is_bound(approved, line, supervisor):
    with pytest.raises(Refusal, match="is committed"):
        line.change(by=supervisor, amount=Decimal(99), because="Cut")
    line.change(by=supervisor, amount=Decimal(100), because="Cut")
    assert (line.standing.free, line.changes.count()) == (0, 2)


def test_only_who_keeps_the_funds_of_an_office_changes_them(fund, line, caseworker, data_officer):
    with pytest.raises(Refusal, match="kept by somebody else"):
        line.change(by=caseworker, amount=Decimal(5000), because="More")
    line.change(by=data_officer, amount=Decimal(5000), because="The donor gave more")
    assert line.amount == 5000


def test_a_code_stands_once_in_its_place(fund, line, office, supervisor):
    with pytest.raises(Refusal, match="this code already"):
        BudgetLine.add(fund, by=supervisor, code="1.1", name="Again", amount=Decimal(1))
    with pytest.raises(Refusal, match="this code already"):
        Fund.set_up(
            by=supervisor, code="ALBA-1", name="Again", donor=Organization.objects.first(),
            office=office, currency="USD", since=fund.since,
        )  # fmt: skip
