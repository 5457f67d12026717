"""Pages of figures: who reads them, what they say before and after a computation."""

from decimal import Decimal

import pytest
from django.urls import reverse

from amparo.foundation.core.models import Job
from amparo.pillars.assistance.services.models import ServiceProvided
from amparo.pillars.evidence import computing, shipped
from amparo.pillars.evidence.models import Computation, Indicator
from tests.support.shared_start import shared_start

from .few_indicators import counting_few

pytestmark = pytest.mark.django_db

HOME = "/evidence/"


@pytest.fixture
def officer(client, data_officer):
    client.force_login(data_officer)
    return client


@pytest.fixture
def served(case, caseworker):
    return serve(case, caseworker)


def serve(case, caseworker):
    return ServiceProvided.give(
        case, by=caseworker, service_type="food", given_on=case.office.today(),
        quantity=Decimal(1), is_emergency=True,
    )  # fmt: skip


@shared_start
@counting_few()
def computed(cast):
    serve(cast.case, cast.caseworker)
    computation = Computation.objects.create()
    computing.run(computation)
    return computation


def this_month(case):
    return f"?month={case.office.today():%Y-%m}"


def test_before_the_first_computation_it_says_so(officer):
    page = officer.get(HOME).text
    assert "No figures have been computed yet" in page
    assert "Nothing is missing" not in page


def test_who_was_assisted_stands_on_the_first_page(officer, case, computed):
    page = officer.get(HOME + this_month(case)).text
    assert "Persons assisted" in page
    assert "This month is not over" in page
    assert "Without a budget line" in page
    assert "Disability not asked" in page


def test_a_month_of_which_nothing_is_known_is_not_called_complete(officer, computed):
    page = officer.get(HOME + "?month=2026-01").text
    assert "Nobody was assisted in this month" in page
    assert "Nothing is missing" not in page


def test_one_indicator_says_what_it_counts(officer, case, computed):
    page = officer.get("/evidence/indicators/OPT-1/" + this_month(case)).text
    assert "Count Persons of “Services provided”" in page
    assert Indicator.objects.get(code="OPT-1").version.short_digest in page


def test_one_that_waits_says_for_what(officer, computed):
    page = officer.get("/evidence/indicators/OPT-13/").text
    assert "It waits for: The pillar of advocacy and communications" in page


@pytest.mark.parametrize(
    "query", ["?month=2999-01", "?month=0001-01", "?month=x", "?office=999999", "?group=cats"]
)
def test_an_address_that_asks_for_nothing_there_is_still_opens(officer, computed, query):
    assert officer.get(HOME + query).status_code == 200


@pytest.mark.parametrize("user", ["caseworker", "administrator", "auditor", "nurse"])
def test_nobody_else_reads_figures(client, request, computed, user):
    client.force_login(request.getfixturevalue(user))
    assert client.get(HOME).status_code in (403, 404)
    assert client.get("/evidence/indicators/OPT-1/").status_code in (403, 404)


def test_who_cannot_wait_has_it_computed(officer, data_officer, served, run_jobs):
    assert officer.post("/evidence/compute/").status_code == 303
    assert officer.post("/evidence/compute/").status_code == 303  # and not twice
    assert Job.objects.filter(task="compute-figures").count() == 1
    assert "Figures are being computed" in officer.get(HOME).text
    run_jobs()
    assert Computation.objects.get().finished_at


def test_a_supervisor_reads_and_does_not_define(client, supervisor, computed):
    client.force_login(supervisor)
    assert client.get(HOME).status_code == 200
    assert client.get("/evidence/indicators/OPT-1/define/").status_code in (403, 404)


def test_a_definition_is_changed_by_choosing(officer, data_officer):
    shipped.install()
    indicator = Indicator.objects.get(code="OPT-2")
    before = indicator.version
    url = reverse("evidence:indicator-define", args=["OPT-2"])
    assert officer.get(url).status_code == 200
    said = {
        "measure": "count=services", "where": ["age_group=child", "service=food"],
        "by": ["sex", "fund"],
    }  # fmt: skip
    assert officer.post(url, said).status_code == 303
    version = indicator.version
    assert version.definition == {
        "count": "services", "of": "services", "by": ["fund", "sex"],
        "where": {"age_group": ["child"], "service": ["food"]},
    }  # fmt: skip
    assert (version.by, before.definition["by"]) == (data_officer, before.parsed.data["by"])


def test_what_cannot_be_counted_is_refused_on_the_form(officer):
    shipped.install()
    url = reverse("evidence:indicator-define", args=["OPT-4"])
    same = {"measure": "count=referrals", "where": ["is_received=True"],
            "share": ["is_received=True"], "by": []}  # fmt: skip
    answer = officer.post(url, same)
    assert answer.status_code == 422
    assert "all or nothing" in answer.text
    none = {"measure": "count=referrals", "by": []}
    assert "say of which part" in officer.post(url, none).text
    assert Indicator.objects.get(code="OPT-4").versions.count() == 1
