"""Nobody is given a role or leave in silence: those who answer for files there hear of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from amparo.foundation.core.accounts.restricted_access import RestrictedGroupAccess
from amparo.foundation.core.accounts.users import User
from amparo.foundation.core.clock import now
from amparo.foundation.core.notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_administrator(office):
    user = User.objects.create_user("ines@example.org", "Inés Paz")
    user.add_role("administrator", by=None, office=office)
    return user


@pytest.fixture
def newcomer(supervisor, administrator, other_administrator, other_office):
    lead = User.objects.create_user("omar@example.org", "Omar Saleh")
    lead.add_role("supervisor", by=None, office=other_office)
    return User.objects.create_user("new@example.org", "Nobody Yet")


def notified():
    return {notice.user.name for notice in Notification.objects.filter(event="standing.given")}


def test_a_role_is_heard_of_where_it_is_given(
    newcomer, administrator, supervisor, other_administrator, team
):
    newcomer.add_role("caseworker", by=administrator, team=team)
    assert notified() == {supervisor.name, other_administrator.name}
    assert all(notice.is_urgent for notice in Notification.objects.filter(event="standing.given"))


def test_so_is_leave_to_open_restricted_files(
    newcomer, administrator, supervisor, other_administrator, office
):
    until = now() + timedelta(days=30)
    for _twice in range(2):
        RestrictedGroupAccess.give(
            to=newcomer, group="trafficking", office=office, by=administrator, until=until
        )
    assert notified() == {supervisor.name, other_administrator.name}
    assert Notification.objects.filter(event="standing.given").count() == 2


def test_it_leads_each_to_a_page_that_opens(
    client, newcomer, administrator, supervisor, other_administrator, team
):
    newcomer.add_role("caseworker", by=administrator, team=team)
    for user in (supervisor, other_administrator):
        client.force_login(user)
        notice = user.notifications.get(event="standing.given")
        opened = client.post(reverse("notification", args=[notice.pk]), follow=True)
        assert opened.status_code == 200


def test_what_the_machine_itself_sets_up_tells_nobody(newcomer, team):
    newcomer.add_role("caseworker", by=None, team=team)
    assert notified() == set()
