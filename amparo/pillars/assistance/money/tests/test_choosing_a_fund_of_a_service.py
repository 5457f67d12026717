"""The fund of a recorded service is one of the office; typed where none is on record."""

from datetime import timedelta

import pytest
from django.urls import reverse

from amparo.foundation.core.models import Organization
from amparo.pillars.assistance.forms.services import ServiceForm
from amparo.pillars.assistance.models import ServiceGiven
from amparo.pillars.assistance.money.models import Fund

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers(case):
    return {
        "service_type": "food.voucher", "is_emergency": "on", "quantity": "1",
        "given_on": case.office.today().isoformat(),
    }  # fmt: skip


def _funds(case, by):
    return list(ServiceForm(case=case, by=by, actions=[]).fields["fund"].choices)


def test_a_fund_of_the_office_is_chosen(client, case, caseworker, fund, answers):
    client.force_login(caseworker)
    url = reverse("assistance:service-new", args=[case.ref])
    page = client.get(url).content.decode()
    assert '<option value="ALBA-1">ALBA-1 Return and reintegration</option>' in page
    assert client.post(url, {**answers, "fund": "no such fund"}).status_code == 422
    assert client.post(url, {**answers, "fund": "ALBA-1"}).status_code == 303
    assert ServiceGiven.objects.get().fund == "ALBA-1"


def test_without_funds_on_record_it_is_typed(client, case, caseworker, answers):
    client.force_login(caseworker)
    url = reverse("assistance:service-new", args=[case.ref])
    assert client.post(url, {**answers, "fund": "F-12"}).status_code == 303
    assert ServiceGiven.objects.get().fund == "F-12"


def test_neither_funds_of_other_offices_nor_of_times_to_come(
    case, caseworker, supervisor, fund, other_office, office
):
    donor = Organization.found(by=None, name="Fondo Sol", kind="agency")
    later = {"donor": donor, "currency": "USD", "since": office.today() + timedelta(days=9)}
    Fund.set_up(by=supervisor, code="LATER", name="Next year", office=office, **later)
    Fund(
        by=supervisor,
        code="THEIRS",
        name="Not ours",
        office=other_office,
        **later | {"since": fund.since},
    ).save()
    assert _funds(case, caseworker) == [("", "—"), ("ALBA-1", str(fund))]
