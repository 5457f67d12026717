"""What a service is charged to, for whom it was, and where: chosen, and never typed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.foundation.core.models import Organization
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.funding.models import BudgetLine, Fund
from amparo.foundation.people.models import Place
from amparo.pillars.assistance.services.forms import ServiceForm
from amparo.pillars.assistance.services.models import ServiceProvided

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def line(office, supervisor):
    return line_of(office, supervisor, "ALBA-1", begun=90)


def line_of(office, by, code, *, begun):
    """A line of a fund that began so many days ago."""
    donor = Organization.found(by=None, name=f"Donor of {code}", kind="agency")
    fund = Fund(
        by=by, code=code, name="Emergencies", donor=donor, office=office, currency="USD",
        since=office.today() - timedelta(days=begun),
    )  # fmt: skip
    fund.save()
    return BudgetLine.objects.create(fund=fund, code="1", name="Food", amount=Decimal(1000))


@pytest.fixture
def answers(case):
    return {
        "service_type": "food.voucher", "is_emergency": "on", "quantity": "1",
        "given_on": case.office.today().isoformat(),
    }  # fmt: skip


@pytest.fixture
def url(case):
    return reverse("services:service-new", args=[case.ref])


def give(case, by, **fields):
    fields = {"given_on": case.office.today(), "is_emergency": True} | fields
    return ServiceProvided.give(case, by=by, service_type="food.voucher", **fields)


def test_a_line_of_the_office_is_chosen(client, url, caseworker, line, answers):
    client.force_login(caseworker)
    assert "ALBA-1 · 1 Food" in client.get(url).content.decode()
    assert client.post(url, {**answers, "budget_line": "ALBA-1"}).status_code == 422
    assert client.post(url, {**answers, "budget_line": str(line.ref)}).status_code == 303
    service = ServiceProvided.objects.get()
    assert service.budget_line == line
    page = client.get(reverse("services:service", args=[service.case.ref, service.ref]))
    assert "ALBA-1 · 1 Food" in page.content.decode()


def test_where_an_office_has_no_fund_none_is_asked_for(client, url, caseworker, answers):
    client.force_login(caseworker)
    assert 'name="budget_line"' not in client.get(url).content.decode()
    assert client.post(url, {**answers, "budget_line": "F-12"}).status_code == 303
    assert ServiceProvided.objects.get().budget_line is None


def test_neither_lines_of_other_offices_nor_of_times_to_come(
    case, caseworker, supervisor, line, other_office, office
):
    line_of(office, supervisor, "LATER", begun=-9)
    line_of(other_office, supervisor, "THEIRS", begun=90)
    form = ServiceForm(case=case, by=caseworker, actions=[])
    assert form.fields["budget_line"].choices == [("", "—"), (str(line.ref), line.full_name)]


def test_before_the_fund_began_it_is_refused_and_nothing_is_lost(
    client, url, case, caseworker, line, answers
):
    client.force_login(caseworker)
    before = case.office.today() - timedelta(days=91)
    sent = {
        **answers,
        "budget_line": str(line.ref),
        "given_on": before.isoformat(),
        "note": "Rain",
    }
    page = client.post(url, sent)
    assert page.status_code == 422
    assert "is not open on" in page.content.decode()
    assert "Rain" in page.content.decode()
    assert not ServiceProvided.objects.exists()


def test_a_line_of_another_office_is_refused(case, caseworker, supervisor, other_office):
    theirs = line_of(other_office, supervisor, "THEIRS", begun=90)
    with pytest.raises(Refusal, match="another office"):
        give(case, caseworker, budget_line=theirs)


def test_it_was_for_everybody_who_is_accompanied(case, caseworker, rosa, nayeli):
    assert persons_of(give(case, caseworker)) == {rosa}
    case.add_dependant(nayeli, "child", by=caseworker)
    assert persons_of(give(case, caseworker)) == {rosa, nayeli}


def persons_of(service):
    return {each.person for each in service.recipients.select_related("person")}


def test_or_for_whom_is_chosen(client, url, case, caseworker, nayeli, answers):
    case.add_dependant(nayeli, "child", by=caseworker)
    client.force_login(caseworker)
    page = client.get(url).content.decode()
    assert page.count('name="recipients"') == 2
    assert client.post(url, answers).status_code == 422  # for nobody
    sent = {**answers, "recipients": [str(nayeli.ref)]}
    assert client.post(url, sent).status_code == 303
    assert persons_of(ServiceProvided.objects.get()) == {nayeli}


def test_it_is_for_nobody_who_is_not_accompanied(case, caseworker, nayeli):
    for chosen in ([nayeli], []):
        with pytest.raises(Refusal, match="Choose whom it was for"):
            give(case, caseworker, recipients=chosen)
    assert not ServiceProvided.objects.exists()


def test_a_case_that_moves_takes_no_history_along(case, caseworker, administrator):
    port, valley = (
        Place.create(by=administrator, name=name, kind="country", country=country)
        for name, country in (("Port", "BO"), ("Valley", "PE"))
    )
    case.place = port
    case.save()
    service = give(case, caseworker)
    case.place = valley
    case.save()
    service.refresh_from_db()
    assert service.place == port
