"""A fund of a donor, rates of its days, and people who ask, approve and pay."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import translation

from amparo.foundation.core.models import Organization
from amparo.foundation.funding.models import BudgetLine, ExchangeRate, Fund
from amparo.pillars.assistance.pathways.payments.models import AssistanceGrant


@pytest.fixture(autouse=True)
def _in_english():
    """What is refused is read in the language in which these promises are written."""
    with translation.override("en"):
        yield


@pytest.fixture
def payer(colleague):
    """A colleague of the same team: neither asks nor approves."""
    return colleague


@pytest.fixture
def fund(office, supervisor):
    donor = Organization.found(by=None, name="Fondo Alba", kind="agency")
    return Fund.set_up(
        by=supervisor, code="ALBA-1", name="Return and reintegration", donor=donor, office=office,
        currency="USD", since=office.today() - timedelta(days=90),
    )  # fmt: skip


@pytest.fixture
def line(fund, supervisor) -> BudgetLine:
    return BudgetLine.add(
        fund, by=supervisor, code="1.1", name="Assistance grants", amount=Decimal(1000)
    )


@pytest.fixture
def rate(office, supervisor) -> ExchangeRate:
    return ExchangeRate.record(
        by=supervisor, currency="BOB", base="USD", rate=Decimal("8.00"), on=office.today(),
        source="Central bank",
    )  # fmt: skip


@pytest.fixture
def ask(case, caseworker, line):
    """Ask for a grant in this case: 100 USD unless something else is said."""

    def ask(amount=100, currency="USD", by=caseworker, **fields) -> AssistanceGrant:
        told = {
            "way": uuid4(), "kind": "travel", "line": line, "text": "Two nights on the road",
        } | fields  # fmt: skip
        return AssistanceGrant.ask(case, by=by, amount=Decimal(amount), currency=currency, **told)

    return ask


@pytest.fixture
def pay(payer):
    def pay(grant, amount=100, by=payer, on=None, how="cash", **fields):
        on = on or grant.case.office.today()
        return grant.pay(by=by, amount=Decimal(amount), on=on, how=how, **fields)

    return pay


@pytest.fixture
def approved(ask, supervisor) -> AssistanceGrant:
    grant = ask()
    grant.approve(by=supervisor)
    return grant
