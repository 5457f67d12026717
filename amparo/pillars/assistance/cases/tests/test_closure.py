"""Closing: why, what became of each goal, who goes on; and the door stays open."""

import pytest
from django.urls import reverse

from amparo.pillars.assistance.cases.models import (
    ApprovalRequest,
    CaseSettings,
    Closure,
    SafetyAlert,
)
from amparo.pillars.assistance.planning.models import CasePlan

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(case):
    return reverse("cases:closure-new", args=[case.ref])


@pytest.fixture
def goal(case, caseworker):
    return CasePlan.begin(case, by=caseworker).set_goal(
        by=caseworker, text="A safe place", horizon="immediate"
    )


@pytest.fixture
def closed(case, caseworker, supervisor):
    closure = Closure.propose(case, by=caseworker, reason="goals_met", summary="Safe")
    ApprovalRequest.objects.waiting().get().decide(by=supervisor, approved=True)
    return closure


def why(**more):
    return {"reason": "goals_met", "summary": "Safe now", "person_informed": "yes", **more}


def test_every_goal_gets_its_outcome(client, page, goal, caseworker):
    client.force_login(caseworker)
    assert client.post(page, why()).status_code == 422
    client.post(page, why(**{f"goal_{goal.ref.hex}": "met"}))
    assert Closure.objects.get().outcomes.get().outcome == "met"


def test_the_supervisor_is_asked_and_the_page_then_says_so(client, page, case, caseworker):
    client.force_login(caseworker)
    client.post(page, why())
    case.refresh_from_db()
    assert case.status == "open"
    assert "waits for an answer" in client.get(page).content.decode()
    assert client.post(page, why()).status_code == 422
    assert Closure.objects.count() == 1


def test_where_the_office_wants_no_second_pair_of_eyes_it_closes(client, page, case, caseworker):
    CaseSettings.of(case.office).change(by=caseworker, time_limits={}, closure_is_approved=False)
    client.force_login(caseworker)
    client.post(page, why())
    case.refresh_from_db()
    assert case.status == "closed"


def test_not_while_somebody_is_in_danger(client, page, case, caseworker):
    SafetyAlert.sound(case, by=caseworker, kind="threat")
    client.force_login(caseworker)
    answer = client.post(page, why())
    assert answer.status_code == 422
    assert "Answer it before closing" in answer.content.decode()
    assert not Closure.objects.exists()


def test_lost_contact_takes_several_attempts_and_keeps_what_was_written(client, page, caseworker):
    client.force_login(caseworker)
    answer = client.post(page, why(reason="lost_contact", summary="Nobody answers"))
    assert answer.status_code == 422
    assert "Nobody answers" in answer.content.decode()


def test_the_page_asks_before_it_closes_and_says_how_long_the_file_is_kept(
    client, page, case, caseworker
):
    client.force_login(caseworker)
    told = client.get(page).content.decode()
    assert "<dialog" in told
    assert str(case.office.today().year + 5) in told


def test_a_supervisor_opens_it_again_with_a_reason(client, case, closed, supervisor):
    client.force_login(supervisor)
    reopen = reverse("cases:closure-reopen", args=[case.ref])
    assert client.get(reopen).status_code == 200
    assert client.post(reopen, {"because": ""}).status_code == 422
    assert client.post(reopen, {"because": "She came back"}).status_code == 303
    case.refresh_from_db()
    assert case.status == "open"


def test_a_caseworker_asks_the_supervisor_for_that(client, case, closed, caseworker):
    client.force_login(caseworker)
    reopen = reverse("cases:closure-reopen", args=[case.ref])
    assert client.post(reopen, {"because": "She came back"}).status_code == 403
    case.refresh_from_db()
    assert case.status == "closed"


def test_an_open_case_is_not_opened_again(client, case, supervisor):
    client.force_login(supervisor)
    assert client.get(reverse("cases:closure-reopen", args=[case.ref])).status_code == 404


def test_a_stranger_finds_nothing(client, page, case, stranger):
    client.force_login(stranger)
    assert client.get(page).status_code == 404
    assert client.post(page, why()).status_code == 404
