"""A plan is made with the person: goals, actions, the right that each serves; and they agree."""

import re
from uuid import uuid4

import pytest

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import ApprovalRequest
from amparo.pillars.assistance.planning.models import Action, CasePlan, Goal

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def url(case):
    return f"/cases/{case.ref}/"


@pytest.fixture
def goal(case, caseworker):
    plan = CasePlan.begin(case, by=caseworker)
    return plan.set_goal(by=caseworker, text="A safe place", horizon="immediate")


@pytest.fixture
def action(goal, case, caseworker):
    return goal.add_action(by=caseworker, text="A bed for two", due_on=case.office.today())


@pytest.fixture
def goal_answers():
    return {"text": "A safe place", "horizon": "immediate", "level": "individual"}


@pytest.fixture
def action_answers(goal, case, caseworker):
    return {
        "goal": str(goal.ref), "text": "A bed for two", "service_type": "food.voucher",
        "right": "life", "responsible": str(caseworker.ref),
        "due_on": case.office.today().isoformat(), "level": "individual", "cost": "45.50",
        "currency": "USD",
    }  # fmt: skip


def test_the_first_goal_begins_the_plan(client, url, case, caseworker, goal_answers):
    client.force_login(caseworker)
    assert "Expected change" in client.get(f"{url}goals/new/").content.decode()
    answer = client.post(f"{url}goals/new/", goal_answers)
    assert answer.status_code == 303
    assert answer["Location"] == f"{url}#plan"
    assert Goal.objects.get().text == "A safe place"


def test_a_script_gets_the_part_that_changed_and_what_was_said(
    client, url, caseworker, goal_answers
):
    client.force_login(caseworker)
    form = client.get(f"{url}goals/new/", headers=HX).content.decode()
    assert form.strip().startswith('<form class="panel" id="plan"')
    assert "hx-post" in form
    headers = {**HX, "HX-Current-URL": f"http://testserver{url}"}
    answer = client.post(f"{url}goals/new/", goal_answers, headers=headers).content.decode()
    assert answer.strip().startswith('<section class="panel" id="plan"')
    assert 'hx-target="#story"' in answer
    assert "Goal added to the plan." in answer


def test_what_is_missing_is_said_next_to_it(client, url, caseworker):
    client.force_login(caseworker)
    for headers in ({}, HX):
        answer = client.post(f"{url}goals/new/", {"text": ""}, headers=headers)
        assert answer.status_code == 422
        assert 'class="errors"' in answer.content.decode()
    assert not Goal.objects.exists()


def test_an_action_says_who_and_by_when_and_which_right(
    client, url, case, caseworker, action_answers
):
    client.force_login(caseworker)
    assert client.post(f"{url}actions/new/", action_answers).status_code == 303
    action = Action.objects.get()
    assert (action.responsible, action.right, str(action.cost)) == (caseworker, "life", "45.50")
    page = client.get(url).content.decode()
    assert "A bed for two" in page
    assert "Right: Life" in page


def test_somebody_carries_every_action(client, url, caseworker, action_answers):
    client.force_login(caseworker)
    answers = {**action_answers, "responsible": ""}
    answer = client.post(f"{url}actions/new/", answers)
    assert answer.status_code == 422
    answers["responsible_words"] = "Rosa"
    assert client.post(f"{url}actions/new/", answers).status_code == 303


def test_a_goal_of_another_case_is_no_choice(
    client, url, team, nayeli, caseworker, action_answers
):
    from amparo.pillars.assistance.cases.models import Case

    other = Case.open(by=caseworker, team=team, owner=caseworker, person=nayeli)
    foreign = CasePlan.begin(other, by=caseworker).set_goal(
        by=caseworker, text="Hers", horizon="long"
    )
    client.force_login(caseworker)
    answers = {**action_answers, "goal": str(foreign.ref)}
    assert client.post(f"{url}actions/new/", answers).status_code == 422
    assert client.get(f"{url}goals/{foreign.ref}/").status_code == 404


def test_an_action_is_changed_started_and_done(client, url, action, caseworker, action_answers):
    client.force_login(caseworker)
    there = f"{url}actions/{action.ref}/"
    assert "A bed for two" in client.get(there).content.decode()
    client.post(there, {**action_answers, "text": "A bed for three"})
    client.post(f"{there}start/")
    client.post(f"{there}done/", {"text": "They moved in"})
    action.refresh_from_db()
    assert (action.text, action.status) == ("A bed for three", "done")
    assert "They moved in" in client.get(url).content.decode()


def test_dropping_an_action_takes_a_reason(client, url, action, caseworker):
    client.force_login(caseworker)
    there = f"{url}actions/{action.ref}/drop/"
    assert client.post(there, {"because": ""}).status_code == 422
    assert client.post(there, {"because": "She found a room"}).status_code == 303
    action.refresh_from_db()
    assert action.status == "dropped"


def test_of_two_who_end_it_in_the_same_moment_the_first_counts(action, caseworker, colleague):
    stale, other = (Action.objects.get(pk=action.pk) for _twice in range(2))
    action.complete(by=caseworker, text="They have a bed")
    stale.complete(by=colleague, text="Again")
    for late in (
        lambda: other.drop(by=colleague, because="The shelter closed"),
        lambda: other.start(by=colleague),
    ):
        with pytest.raises(Refusal):
            late()
    stored = Action.objects.get()
    assert (stored.status, stored.ended_by) == ("done", caseworker)
    assert stored.end_text == "They have a bed"
    assert AuditEntry.objects.filter(event="action.done").count() == 1


def test_corrected_to_under_way_it_has_not_ended(action, caseworker, colleague):
    action.complete(by=caseworker, text="They have a bed")
    action.correct(by=colleague, status="dropped", text="The shelter closed")
    assert (action.ended_by, action.end_text) == (caseworker, "The shelter closed")
    action.correct(by=colleague, status="doing")
    stored = Action.objects.get()
    assert (stored.ended_at, stored.ended_by, stored.end_text) == (None, None, "")
    assert not stored.is_over


def test_the_person_agrees_and_the_supervisor_is_asked(
    client, url, case, action, caseworker, supervisor
):
    client.force_login(caseworker)
    answers = {"on": case.office.today().isoformat(), "how": "verbal", "text": "Yes, this"}
    assert client.post(f"{url}plan/agree/", answers).status_code == 303
    page = client.get(url).content.decode()
    assert "Agreement date" in page
    assert "Pending supervisor approval" in page
    assert "decide/" not in page.split('id="plan"')[1].split("</section>")[0]
    approval = ApprovalRequest.objects.get()
    client.force_login(supervisor)
    assert f"approvals/{approval.ref}/decide/" in client.get(url).content.decode()
    assert "Yes, this" in client.get(f"{url}plan/").content.decode()


def test_nobody_agrees_in_the_future(client, url, action, caseworker):
    client.force_login(caseworker)
    answers = {"on": "2999-01-01", "how": "verbal"}
    assert client.post(f"{url}plan/agree/", answers).status_code == 422


def test_a_new_version_is_to_be_agreed_anew(client, url, case, action, caseworker):
    CasePlan.current(case).agree(by=caseworker, on=case.office.today(), how="verbal")
    client.force_login(caseworker)
    client.post(f"{url}plan/revise/")
    assert case.caseplans.count() == 2
    page = client.get(url).content.decode()
    assert "Not yet agreed" in page
    assert "A bed for two" in page


def test_sending_the_form_twice_makes_one_goal(client, url, caseworker, goal_answers):
    client.force_login(caseworker)
    form = client.get(f"{url}goals/new/").content.decode()
    once = re.search(r'name="once" value="([^"]+)"', form)[1]
    for _ in range(2):
        client.post(f"{url}goals/new/", {**goal_answers, "once": once})
    assert Goal.objects.count() == 1
    client.post(f"{url}goals/new/", {**goal_answers, "once": str(uuid4())})
    assert Goal.objects.count() == 2


def test_a_stranger_finds_no_plan_and_a_nurse_neither(client, url, action, stranger, nurse):
    for user in (stranger, nurse):
        client.force_login(user)
        assert client.get(f"{url}plan/").status_code == 404
        assert client.post(f"{url}actions/{action.ref}/start/").status_code == 404


def test_without_consent_the_plan_rests(client, url, rosa, caseworker, goal_answers):
    rosa.consents.get().withdraw(by=caseworker)
    client.force_login(caseworker)
    refused = client.post(f"{url}goals/new/", goal_answers)
    assert refused.status_code == 422
    assert goal_answers["text"] in refused.content.decode()
    assert not Goal.objects.exists()
