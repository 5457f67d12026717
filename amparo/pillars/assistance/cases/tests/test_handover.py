"""A colleague leaves: their cases go to another, all or some, and none is forgotten."""

import pytest

from amparo.foundation.core.models import Notification, RestrictedGroupAccess
from amparo.pillars.assistance.cases.models import Case, CaseloadHandover

pytestmark = pytest.mark.django_db
URL = "/handover/"


@pytest.fixture
def cases(case, many_cases):
    return [case, *many_cases(3)]


@pytest.fixture
def between(caseworker, colleague):
    return {"from": caseworker.ref.hex, "to": colleague.ref.hex}


def test_the_cases_are_seen_before_they_go(client, cases, between, supervisor):
    client.force_login(supervisor)
    text = client.get(URL, between).content.decode()
    assert "Rosa Quispe Mamani" in text
    assert text.count('type="checkbox"') == 4
    assert text.count("checked") == 4


def test_all_go_and_the_colleague_is_told(client, cases, between, colleague, supervisor):
    client.force_login(supervisor)
    chosen = [case.ref.hex for case in cases]
    answer = client.post(URL, between | {"cases": chosen}, follow=True)
    text = answer.content.decode()
    assert "4 cases given to Daniel Achebe." in text
    assert "Rosa Quispe Mamani" in text
    for case in cases:
        case.refresh_from_db()
        assert case.owner == colleague
        assert not case.tasks.pending().exclude(assigned_to=colleague).exists()
    assert Notification.objects.filter(user=colleague, event="case.assigned").count() == 4


def test_only_those_that_are_ticked(client, cases, between, caseworker, supervisor):
    client.force_login(supervisor)
    client.post(URL, between | {"cases": [cases[1].ref.hex]})
    assert CaseloadHandover.objects.get().cases.get() == cases[1]
    cases[0].refresh_from_db()
    assert cases[0].owner == caseworker


def test_restricted_cases_without_leave_stay_and_are_told(
    client, cases, between, caseworker, colleague, supervisor
):
    cases[0].restrict("gbv", by=caseworker)
    RestrictedGroupAccess.give(to=supervisor, group="gbv", office=cases[0].office, by=None)
    client.force_login(supervisor)
    text = client.get(URL, between).content.decode()
    assert "These stay" in text
    assert text.count('type="checkbox"') == 3
    answer = client.post(URL, between | {"cases": [cases[0].ref.hex]})
    assert answer.status_code == 422
    RestrictedGroupAccess.give(to=colleague, group="gbv", office=cases[0].office, by=None)
    assert "These stay" not in client.get(URL, between).content.decode()


def test_a_supervisor_without_leave_never_learns_of_them(
    client, cases, between, caseworker, supervisor
):
    cases[0].restrict("gbv", by=caseworker)
    client.force_login(supervisor)
    assert "Rosa" not in client.get(URL, between).content.decode()


def test_nothing_chosen_says_so(client, cases, between, supervisor):
    client.force_login(supervisor)
    answer = client.post(URL, between)
    assert answer.status_code == 422
    assert "Choose at least one case" in answer.content.decode()


def test_not_to_the_same_colleague(client, cases, caseworker, supervisor):
    client.force_login(supervisor)
    text = client.get(URL, {"from": caseworker.ref.hex, "to": caseworker.ref.hex}).content.decode()
    assert "Choose another colleague" in text


def test_from_somebody_who_left(client, cases, between, caseworker, supervisor):
    caseworker.deactivate(by=supervisor)
    client.force_login(supervisor)
    assert "Rosa Quispe Mamani" in client.get(URL, between).content.decode()


def test_only_a_supervisor_hands_over_and_only_their_office(
    client, cases, between, caseworker, stranger, other_office
):
    for user in (caseworker, stranger):
        client.force_login(user)
        assert client.get(URL, between).status_code == 404
        assert client.post(URL, between).status_code == 404
    stranger.add_role("supervisor", by=None, office=other_office)
    client.force_login(stranger)
    answer = client.post(URL, between | {"cases": [cases[0].ref.hex]})
    assert answer.status_code == 422
    assert "Rosa" not in answer.content.decode()


def test_the_receipt_is_for_who_did_it(client, cases, between, caseworker, supervisor):
    client.force_login(supervisor)
    client.post(URL, between | {"cases": [cases[0].ref.hex]})
    receipt = f"{URL}{CaseloadHandover.objects.get().ref}/"
    assert client.get(receipt).status_code == 200
    client.force_login(caseworker)
    assert client.get(receipt).status_code == 404


def test_cases_that_nobody_has_are_shared_out(client, supervisor, colleague, rosa, team):
    case = Case.open(by=supervisor, team=team, person=rosa)
    client.force_login(supervisor)
    listed = client.get("/cases/?whose=nobody").content.decode()
    assert case.number in listed
    client.post(
        "/handover/",
        {"from": "nobody", "to": colleague.ref.hex, "cases": [case.ref.hex]},
    )
    case.refresh_from_db()
    assert case.owner == colleague
    assert case.number not in client.get("/cases/?whose=nobody").content.decode()
