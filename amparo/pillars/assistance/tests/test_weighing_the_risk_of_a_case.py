"""The rule proposes, a person decides; who departs from the proposal is looked at by a second."""

import pytest
from django.urls import reverse

from amparo.foundation.protection.models import Observation, RiskAssessment
from amparo.foundation.trust.models import Notice
from amparo.pillars.assistance.models import Assessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(case):
    return reverse("assistance:risk-decide", args=[case.ref])


@pytest.fixture
def debt(case, rosa, caseworker):
    return Observation.record(
        by=caseworker, person=rosa, case_ref=case.ref, level="individual", factor="debt",
        polarity="risk", severity=3, threat="exploitation", observed_on=case.office.today(),
        evidence="It grows every month",
    )  # fmt: skip


@pytest.fixture
def overruled(client, page, debt, case, caseworker):
    client.force_login(caseworker)
    client.post(page, {"decided": "medium", "because": "Her sister takes her in tonight"})
    return RiskAssessment.objects.get()


def test_the_three_ingredients_stand_beside_their_reasons(client, page, debt, caseworker):
    client.force_login(caseworker)
    told = client.get(page).content.decode()
    assert "Vulnerability" in told
    assert "It grows every month" in told
    assert "a severe risk has nothing that answers it" in told


def test_accepting_the_proposal_moves_the_case(client, page, debt, case, caseworker):
    Assessment.make(case, by=caseworker, summary="Debt")
    client.force_login(caseworker)
    assert client.post(page, {"decided": "high"}).status_code == 303
    case.refresh_from_db()
    decided = RiskAssessment.objects.get()
    assert (case.band, decided.is_override) == ("high", False)
    assert case.assessments.get().risk_ref == decided.ref


def test_another_band_needs_its_reason(client, page, debt, case, caseworker):
    client.force_login(caseworker)
    answer = client.post(page, {"decided": "low"})
    assert answer.status_code == 422
    assert not RiskAssessment.objects.exists()
    case.refresh_from_db()
    assert case.risk == 0


def test_another_band_holds_and_waits_for_a_second_person(overruled, case, supervisor):
    case.refresh_from_db()
    assert (case.band, overruled.is_waiting) == ("medium", True)


def test_the_supervisor_is_told_and_may_set_another(
    client, page, debt, case, caseworker, supervisor
):
    client.force_login(caseworker)
    client.post(page, {"decided": "medium", "because": "Her sister takes her in"})
    assert Notice.objects.filter(user=supervisor, what="risk.overruled").exists()
    decided = RiskAssessment.objects.get()
    review = reverse("assistance:risk-review", args=[case.ref, decided.ref])
    client.force_login(supervisor)
    assert client.get(review).status_code == 200
    assert client.post(review, {"band": "high"}).status_code == 422
    client.post(review, {"band": "high", "because": "The sister is not there yet"})
    case.refresh_from_db()
    assert case.band == "high"


def test_a_caseworker_reviews_nothing(client, overruled, case, colleague):
    client.force_login(colleague)
    review = reverse("assistance:risk-review", args=[case.ref, overruled.ref])
    assert client.get(review).status_code == 403
    assert client.post(review, {"band": "medium"}).status_code == 403


def test_a_stranger_finds_nothing(client, page, stranger):
    client.force_login(stranger)
    assert client.get(page).status_code == 404
    assert client.post(page, {"decided": "low"}).status_code == 404


def test_of_a_closed_case_nothing_is_decided(client, page, debt, case, caseworker):
    case.status = "closed"
    case.save()
    client.force_login(caseworker)
    assert client.post(page, {"decided": "high"}).status_code == 422
    assert not RiskAssessment.objects.exists()


def test_in_a_restricted_file_records_are_kept_to_its_group(
    client, page, case, caseworker, office, supervisor
):
    from amparo.foundation.trust.models import Grant

    Grant.give(to=caseworker, group="trafficking", office=office, by=None)
    case.restrict("trafficking", by=caseworker)
    client.force_login(caseworker)
    client.post(page, {"decided": "low"})
    assert RiskAssessment.objects.get().kept_to == f"trafficking@office:{office.pk}"


def test_how_a_band_is_proposed_can_be_read(client, caseworker, administrator):
    rule = reverse("assistance:risk-rule")
    client.force_login(caseworker)
    assert "not a calibrated number" in client.get(rule).content.decode()
    client.force_login(administrator)
    assert client.get(rule).status_code == 404


def test_the_page_asks_the_database_little(
    client, page, debt, caseworker, django_assert_max_num_queries
):
    client.force_login(caseworker)
    with django_assert_max_num_queries(25):
        client.get(page)
