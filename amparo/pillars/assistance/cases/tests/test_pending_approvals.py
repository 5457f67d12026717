"""Pending my action: a supervisor answers the oldest question on the spot, or reads on first."""

import pytest
from django.db import IntegrityError, transaction

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.foundation.people.models.consent_exceptions import ExceptionAsked
from amparo.pillars.assistance.cases.models import ApprovalRequest, Closure, SafetyAlert
from tests.support.html import Page

pytestmark = pytest.mark.django_db
URL = "/waiting/"


@pytest.fixture
def asked(case, caseworker):
    Closure.propose(case, by=caseworker, reason="goals_met", summary="Safe with her sister")
    return ApprovalRequest.objects.get()


@pytest.fixture
def decide(asked):
    return f"/cases/{asked.case.ref}/approvals/{asked.ref}/decide/"


def test_the_oldest_question_with_its_facts(client, asked, supervisor):
    client.force_login(supervisor)
    text = client.get(URL).content.decode()
    assert "Close the case of <bdi>Rosa Quispe Mamani</bdi>?" in text
    assert "Safe with her sister" in text
    assert "1 decision." in text


def test_approving_on_the_spot_closes_the_case(client, asked, decide, supervisor):
    client.force_login(supervisor)
    answer = client.post(decide, {"answer": "approve"}, follow=True)
    assert answer.redirect_chain == [(URL, 303)]
    assert "Nothing waits for your answer." in answer.content.decode()
    asked.case.refresh_from_db()
    assert asked.case.status == "closed"


def test_the_answer_is_given_in_place_or_with_a_note(client, asked, decide, supervisor):
    client.force_login(supervisor)
    page = Page(client.get(URL).content.decode())
    forms = [each for each in page.all("form") if each.attrs.get("action") == decide]
    assert len(forms) == 2
    client.post(decide, {"answer": "send_back", "note": "Her exit interview is missing"})
    asked.refresh_from_db()
    assert asked.approved is False


def test_the_load_of_the_team_is_fetched_after_the_page(client, case, supervisor, caseworker):
    client.force_login(supervisor)
    assert 'hx-get="/waiting/team/"' in client.get(URL).content.decode()
    whole = client.get("/waiting/team/").content.decode()
    assert "1 open, guideline 25" in whole
    assert caseworker.name in whole
    part = client.get("/waiting/team/", headers={"HX-Request": "true"}).content.decode()
    assert "1 open, guideline 25" in part
    assert "<html" not in part


def test_the_load_of_a_team_is_for_who_answers_for_it(client, caseworker):
    client.force_login(caseworker)
    assert client.get("/waiting/team/").status_code == 404


def test_sending_back_takes_a_note(client, asked, decide, supervisor):
    client.force_login(supervisor)
    answer = client.post(decide, {"answer": "send_back", "note": " "})
    assert answer.status_code == 422
    assert "State what is missing" in answer.content.decode()
    client.post(decide, {"answer": "send_back", "note": "Her exit interview is missing"})
    asked.refresh_from_db()
    assert not asked.approved
    assert asked.note == "Her exit interview is missing"


def test_with_scripts_the_form_comes_back_alone(client, decide, supervisor):
    client.force_login(supervisor)
    answer = client.post(decide, {"answer": "send_back"}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "<html" not in answer.content.decode()
    answer = client.post(decide, {"answer": "approve"}, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == URL


def test_the_question_can_be_read_on_a_page_of_its_own(client, decide, supervisor):
    client.force_login(supervisor)
    text = client.get(decide).content.decode()
    assert "Closed" not in text
    assert "Approve closure" in text


def test_nobody_else_answers(client, decide, caseworker, colleague, stranger):
    for user, status in ((caseworker, 403), (colleague, 403), (stranger, 404)):
        client.force_login(user)
        assert client.post(decide, {"answer": "approve"}).status_code == status
        assert client.get(URL).status_code == 404


def test_alerts_and_exceptions_stand_there_too(client, case, team, caseworker, supervisor):
    SafetyAlert.sound(case, by=caseworker, text="He found the house", do_not_contact=True)
    Person.register(
        by=caseworker, team=team, given_names="Nahid",
        exception=ExceptionAsked(basis="vital_interest", reason="Unconscious"),
    )  # fmt: skip
    client.force_login(supervisor)
    text = client.get(URL).content.decode()
    assert "Do not contact" in text
    assert "Nahid" in text
    assert "2 decisions." in text


def test_questions_of_another_office_are_not_there(client, asked, other_office, stranger):
    stranger.add_role("supervisor", by=None, office=other_office)
    client.force_login(stranger)
    text = client.get(URL).content.decode()
    assert "Rosa" not in text
    assert "Nothing waits for your answer." in text


def test_many_questions_cost_what_few_do(
    client, many_cases, caseworker, supervisor, django_assert_max_num_queries
):
    for case in many_cases(3):
        Closure.propose(case, by=caseworker, reason="goals_met")
    client.force_login(supervisor)
    with django_assert_max_num_queries(20) as few:
        client.get(URL)
    for case in many_cases(12):
        Closure.propose(case, by=caseworker, reason="goals_met")
    with django_assert_max_num_queries(len(few)):
        client.get(URL)


def test_of_two_who_decide_in_the_same_moment_the_first_holds(asked, supervisor):
    stale, late = ApprovalRequest.objects.get(), ApprovalRequest.objects.get()
    asked.decide(by=supervisor, approved=True)
    with pytest.raises(Refusal):
        stale.decide(by=supervisor, approved=False, note="Her exit interview is missing")
    late.decide(by=supervisor, approved=True)
    assert AuditEntry.objects.filter(event="approval.given").count() == 1
    assert ApprovalRequest.objects.get().approved


def test_who_asked_can_not_be_who_decided_even_in_the_table(asked, caseworker):
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovalRequest.objects.filter(pk=asked.pk).update(decided_by=caseworker)
