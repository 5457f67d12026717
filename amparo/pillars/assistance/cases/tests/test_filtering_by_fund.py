"""The fund as a chip of the list of cases: what rests on its lines, and a fund that ended."""

from datetime import timedelta
from uuid import uuid4

import pytest

from amparo.foundation.funding.models import Fund
from amparo.pillars.assistance.cases.models import SavedView
from amparo.pillars.assistance.services.tests.test_funding import give, line_of

from .test_case_list import URL
from .test_filtering_cases import chips_of, found, refs

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def _in_english(caseworker, supervisor):
    for user in (caseworker, supervisor):
        user.language = "en"
        user.save()


@pytest.fixture
def line(office, supervisor):
    return line_of(office, supervisor, "ALBA-1", begun=90)


def test_cases_with_a_service_on_a_line_of_it(client, many_cases, caseworker, line):
    first, _other = many_cases(2)
    client.force_login(caseworker)
    code = line.fund.ref.hex
    assert found(client, fund=code) == set()
    service = give(first, caseworker, budget_line=line)
    assert found(client, fund=code) == refs(first)
    service.void(by=caseworker, because="By mistake")
    assert found(client, fund=code) == set()


def test_funds_that_are_open_are_offered(client, case, caseworker, line, office, supervisor):
    over = line_of(office, supervisor, "OLD-1", begun=90).fund
    Fund.objects.filter(pk=over.pk).update(until=office.today() - timedelta(days=1))
    client.force_login(caseworker)
    labels = [label for label, _on in chips_of(client.get(URL, {"choose": "fund"}))]
    page = client.get(URL, {"choose": "fund"}).content.decode()
    assert "Fund" in labels
    assert "ALBA-1 Emergencies" in page
    assert "OLD-1 Emergencies" not in page


def test_a_saved_view_of_a_fund_that_ended_opens_with_that_said(
    client, case, caseworker, line, office
):
    give(case, caseworker, budget_line=line)
    client.force_login(caseworker)
    query = f"fund={line.fund.ref.hex}"
    answer = client.post(f"/cases/views/save/?{query}", {"name": "Alba", "once": uuid4()})
    assert SavedView.objects.get().filters == {"fund": line.fund.ref.hex}
    Fund.objects.update(until=office.today() - timedelta(days=1))
    page = client.get(answer.url).content.decode()
    assert "ALBA-1 Emergencies (ended)" in page
    assert "was retired and is chosen no more" in page
    assert case.number in page


def test_a_fund_of_another_office_filters_nothing_and_is_said(
    client, case, caseworker, other_office, supervisor
):
    fund = line_of(other_office, supervisor, "FAR-1", begun=90).fund
    client.force_login(caseworker)
    page = client.get(URL, {"fund": fund.ref.hex}).content.decode()
    assert "what was chosen is no longer on the list" in page
    assert "FAR-1" not in page
    assert case.number in page


def test_a_data_officer_exports_the_numbers_of_the_cases_of_a_fund(
    client, many_cases, caseworker, data_officer, line
):
    first, _other = many_cases(2)
    give(first, caseworker, budget_line=line)
    client.force_login(data_officer)
    answer = client.get(f"/cases/line-list/?fund={line.fund.ref.hex}")
    assert answer.status_code == 200
    assert answer.context["count"] == 1
    assert client.get("/cases/line-list/").context["count"] == 2
