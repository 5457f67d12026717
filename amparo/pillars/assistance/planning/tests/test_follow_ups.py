"""Follow-up: each contact or attempt is kept, and the next one follows from the risk."""

from datetime import timedelta

import pytest
from django.urls import reverse

from amparo.pillars.assistance.assessment.models.assessments import set_case_risk
from amparo.pillars.assistance.cases.models import SafetyAlert
from amparo.pillars.assistance.planning.models import FollowUp

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(case):
    return reverse("planning:followup-new", args=[case.ref])


def heard(case, **more):
    return {"on": case.office.today(), "mode": "call", "reached": "yes", "change": "same", **more}


def test_the_next_contact_follows_from_the_risk(client, page, case, caseworker):
    set_case_risk(case, "high", by=caseworker)
    client.force_login(caseworker)
    assert client.post(page, heard(case)).status_code == 303
    held = FollowUp.objects.get()
    assert held.next_on >= case.office.today() + timedelta(days=7)
    assert case.tasks.pending().get(what="follow_up").due_on == held.next_on


def test_an_attempt_is_a_follow_up_too(client, page, case, caseworker):
    client.force_login(caseworker)
    client.post(page, heard(case, reached="no", change=""))
    assert not FollowUp.objects.get().reached
    case.refresh_from_db()
    assert case.last_contact_on is None


def test_more_risk_asks_for_a_new_assessment_today(client, page, case, caseworker):
    client.force_login(caseworker)
    client.post(page, heard(case, change="worse"))
    assert case.tasks.pending().get(what="assess").due_on == case.office.today()


def test_after_speaking_one_says_whether_the_risk_changed(client, page, case, caseworker):
    client.force_login(caseworker)
    answer = client.post(page, heard(case, change=""))
    assert answer.status_code == 422
    assert not FollowUp.objects.exists()


def test_a_contact_to_come_is_no_contact(client, page, case, caseworker):
    client.force_login(caseworker)
    tomorrow = case.office.today() + timedelta(days=1)
    answer = client.post(page, heard(case, on=tomorrow))
    assert answer.status_code == 422
    assert "recorded after it happened" in answer.content.decode()


def test_the_page_says_how_to_reach_them_and_when_not_to(client, page, case, caseworker):
    client.force_login(caseworker)
    assert "Only by message, after 18:00" in client.get(page).content.decode()
    SafetyAlert.sound(case, by=caseworker, kind="threat", do_not_contact=True)
    assert "Do not contact them" in client.get(page).content.decode()


def test_a_stranger_finds_nothing(client, page, case, stranger):
    client.force_login(stranger)
    assert client.get(page).status_code == 404
    assert client.post(page, heard(case)).status_code == 404
