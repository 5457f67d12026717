"""A named worker of child protection accepts a child: the case is theirs, and closes to others."""

from datetime import timedelta

import pytest
from django.urls import reverse

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Notification, RestrictedGroupAccess
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.assessment.models import ProtectionFlag
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.child_protection.models import MinorWithoutAdult, UnaccompaniedChild

pytestmark = pytest.mark.django_db


@pytest.fixture
def minor(his_case, yawar, caseworker, today):
    [found] = MinorWithoutAdult.find([yawar], {yawar.pk: his_case}, by=caseworker, on=today)
    return found


@pytest.fixture
def worker(colleague, office):
    RestrictedGroupAccess.give(to=colleague, group="child", office=office, by=None)
    return colleague


@pytest.fixture
def above(cast, office, other_office):
    """Who answers for the office above."""
    office.parent = other_office
    office.save()
    return cast._user("head", "Head Office", "supervisor", office=other_office)


def page_of(minor) -> str:
    return reverse("child_protection:minor-accept", args=[minor.ref])


def accept(client, minor, user, **answers):
    client.force_login(user)
    return client.post(page_of(minor), {"status": "unaccompanied"} | answers, follow=True)


def may_open(user, case) -> bool:
    return Case.objects.accessible_to(user).filter(pk=case.pk).exists()


def test_until_then_who_registered_the_child_keeps_access(minor, his_case, caseworker):
    assert not his_case.is_restricted
    assert may_open(caseworker, his_case)


def test_accepted_the_child_is_registered_and_the_case_kept_to_who_accepted(
    client, minor, his_case, caseworker, worker, supervisor
):
    client.force_login(worker)
    assert (
        "Accept the child" in client.get(reverse("child_protection:minor", args=[minor.ref])).text
    )
    page = client.get(page_of(minor))
    assert page.context["form"].initial["status"] == "unaccompanied"
    answer = accept(client, minor, worker, owner=worker.ref)
    assert (answer.status_code, "kept to child protection" in answer.text) == (200, True)
    his_case.refresh_from_db()
    assert (his_case.owner, his_case.confidentiality) == (worker, "child")
    [child] = UnaccompaniedChild.objects.standing()
    assert (child.person, child.status, child.by) == (minor.person, "unaccompanied", worker)
    assert ProtectionFlag.objects.get().latest_answer.code == "registered"
    assert not MinorWithoutAdult.objects.waiting().exists()
    assert [may_open(user, his_case) for user in (worker, caseworker, supervisor)] == [
        True, False, False,
    ]  # fmt: skip
    again = accept(client, minor, worker, owner=worker.ref)
    assert again.status_code == 200
    assert UnaccompaniedChild.objects.count() == 1


def test_who_accepts_may_name_another_who_has_leave(
    client, minor, his_case, supervisor, worker, office
):
    RestrictedGroupAccess.give(to=supervisor, group="child", office=office, by=None)
    accept(client, minor, supervisor, owner=worker.ref)
    his_case.refresh_from_db()
    assert (his_case.owner, his_case.confidentiality) == (worker, "child")
    assert Notification.objects.filter(user=worker, event="case.assigned").exists()


def test_without_leave_one_is_told_who_has_it(client, minor, his_case, caseworker, worker):
    answer = accept(client, minor, caseworker)
    assert (answer.status_code, worker.name in answer.text) == (422, True)
    his_case.refresh_from_db()
    assert not his_case.is_restricted
    assert not UnaccompaniedChild.objects.exists()


def test_of_two_who_accept_the_second_is_told_who_did(
    client, minor, his_case, worker, supervisor, office
):
    RestrictedGroupAccess.give(to=supervisor, group="child", office=office, by=None)
    accept(client, minor, worker, owner=worker.ref)
    answer = accept(client, minor, supervisor, owner=supervisor.ref)
    assert (answer.status_code, worker.name in answer.text) == (422, True)
    his_case.refresh_from_db()
    assert his_case.owner == worker


def test_where_nobody_has_leave_a_caseworker_sends_for_the_supervisor(client, minor, caseworker):
    answer = accept(client, minor, caseworker)
    assert (answer.status_code, "Its supervisor accepts the child" in answer.text) == (422, True)


def test_where_nobody_has_leave_the_supervisor_gets_it_for_some_days_and_the_office_above_is_told(
    client, minor, his_case, supervisor, caseworker, above, office
):
    answer = accept(client, minor, supervisor)
    assert answer.status_code == 200
    assert minor.person.name in answer.text
    his_case.refresh_from_db()
    assert (his_case.owner, his_case.confidentiality) == (supervisor, "child")
    [leave] = RestrictedGroupAccess.objects.live().filter(user=supervisor)
    assert (leave.group, leave.office) == ("child", office)
    assert timedelta(days=13) < leave.until - now() <= timedelta(days=14)
    assert not may_open(caseworker, his_case)
    [notice] = Notification.objects.filter(user=above)
    assert (notice.event, notice.about, notice.is_urgent) == (
        "child.leave_missing", office.name, True,
    )  # fmt: skip
    assert minor.person.name not in str(notice.about)


def test_a_child_who_was_registered_first_is_accepted_on_their_own_page(
    client, child, his_case, worker
):
    client.force_login(worker)
    assert (
        "No colleague of child protection has accepted"
        in client.get(f"/children/{child.ref}/").text
    )
    answer = client.post(
        reverse("child_protection:child-accept", args=[child.ref]),
        {"owner": worker.ref},
        follow=True,
    )
    assert "has accepted this child: the file" not in answer.text
    his_case.refresh_from_db()
    assert (his_case.owner, his_case.confidentiality) == (worker, "child")


def test_a_case_of_another_group_stays_with_it(child, his_case, worker):
    Case.objects.filter(pk=his_case.pk).update(confidentiality="trafficking")
    with pytest.raises(Refusal, match="kept to another group"):
        child.accept(by=worker)


def test_a_child_without_a_case_needs_one_first(cast, yawar, caseworker, worker, office):
    [minor] = MinorWithoutAdult.find([yawar], {}, by=caseworker, on=office.today())
    with pytest.raises(Refusal, match="Open a case"):
        minor.accept(by=worker, status="unaccompanied")
    case = cast.open_case(person=yawar)
    minor.refresh_from_db()
    assert minor.accept(by=worker, status="unaccompanied").case == case


def test_a_stranger_finds_no_such_page(client, minor, stranger):
    client.force_login(stranger)
    assert client.get(page_of(minor)).status_code == 404
