"""What travel costs rests on a budget line, within what the line has free."""

from datetime import timedelta
from decimal import Decimal

import pytest

from amparo.foundation.core.erasure import Erasure
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.funding.budget import Period
from amparo.foundation.funding.costs import costs_in
from amparo.foundation.funding.models import ExchangeRate
from amparo.pillars.assistance.cases.funded_cases import keys_of_cases_on
from amparo.pillars.assistance.privacy.erasure import erase_case
from amparo.pillars.assistance.returns.models import Booking, TravelCost
from amparo.pillars.assistance.services.models import AnonymousService
from amparo.pillars.assistance.services.tests.test_funding import line_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(office, supervisor):
    return line_of(office, supervisor, "ALBA-1", begun=90)


@pytest.fixture
def booking(journey, caseworker):
    """As if every check were passed: the checks have tests of their own."""
    return Booking.objects.create(journey=journey, by=caseworker, code="QX81")


@pytest.fixture
def charge(booking, caseworker, line, office):
    def charge(value="120.00", currency="USD", **how):
        asked = {"by": caseworker, "on": office.today(), "line": line, "text": "Tickets"}
        return TravelCost.charge(booking, value=Decimal(value), currency=currency, **asked | how)

    return charge


def test_a_cost_is_taken_of_its_line_and_counts_for_who_travels(charge, line, journey):
    cost = charge()
    assert (line.standing.committed, line.standing.paid) == (120, 120)
    [found] = costs_in([line.pk], [Period(cost.on, cost.on)])
    travellers = journey.travellers.filter(is_going=True).count()
    assert (found.spent, found.persons) == (120, travellers)
    assert keys_of_cases_on(str(line.fund.ref)) == (cost.case_id,)


def test_a_foreign_cost_is_worth_what_it_was_on_its_day(charge, line, office, supervisor):
    with pytest.raises(Refusal, match="no exchange rate"):
        charge("70", "BOB")
    ExchangeRate.record(
        by=supervisor, currency="BOB", base="USD", rate=Decimal(7), on=office.today(),
        source="Central bank",
    )  # fmt: skip
    assert charge("70", "BOB").charged == 10
    assert line.standing.paid == 10


def test_more_than_the_line_has_free_is_refused_with_the_figures(charge, line):
    with pytest.raises(Refusal, match="are free"):
        charge(str(line.amount + 1))
    assert not TravelCost.objects.exists()


@pytest.mark.parametrize("value", ["0", "-5", "1.005"])
def test_an_amount_that_is_none_is_refused(charge, value):
    with pytest.raises(Refusal, match="to the cent"):
        charge(value)


def test_nothing_is_charged_before_its_day_or_to_another_office(
    charge, office, other_office, supervisor, stranger
):
    with pytest.raises(Refusal, match="not before"):
        charge(on=office.today() + timedelta(days=1))
    line = line_of(office, supervisor, "ALBA-2", begun=90)
    line.fund.office = other_office
    line.fund.save(update_fields=["office"])
    with pytest.raises(Refusal, match="another office"):
        charge(line=line)


def test_what_was_refunded_is_free_again_and_stays_visible(charge, line, caseworker):
    cost = charge()
    with pytest.raises(Refusal, match="Write why"):
        cost.void(by=caseworker, because=" ")
    cost.void(by=caseworker, because="Refunded by the carrier.")
    assert line.standing.committed == 0
    with pytest.raises(Refusal, match="already cancelled"):
        cost.void(by=caseworker, because="Again.")
    assert TravelCost.objects.get().voided_by == caseworker


def test_the_accounts_stay_right_when_a_file_is_erased(charge, line, case, supervisor):
    charge("35.00")
    erase_case(case, Erasure(reason="asked", by=supervisor))
    assert AnonymousService.objects.get().value == 35
    assert line.standing.paid == 35


def test_it_is_chosen_on_the_page_of_the_return(
    client, booking, journey, line, caseworker, office
):
    client.force_login(caseworker)
    url = f"/returns/{journey.ref}/bookings/{booking.ref}/costs/new/"
    assert "free:" in client.get(url).content.decode()
    asked = {"value": "80", "currency": "USD", "line": str(line.ref), "on": office.today()}
    assert client.post(url, asked | {"line": ""}).status_code == 422
    assert client.post(url, asked).status_code == 303
    cost = TravelCost.objects.get()
    page = client.get(f"/returns/{journey.ref}/").content.decode()
    assert line.full_name in page
    cancel = f"/returns/{journey.ref}/costs/{cost.ref}/cancel/"
    assert client.post(cancel, {"because": "Typed twice."}).status_code == 303
    assert "Typed twice." in client.get(f"/returns/{journey.ref}/").content.decode()


def test_a_stranger_finds_nothing(client, booking, journey, stranger):
    client.force_login(stranger)
    assert (
        client.get(f"/returns/{journey.ref}/bookings/{booking.ref}/costs/new/").status_code == 404
    )
