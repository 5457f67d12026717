"""Whoever lost every way to sign in begins anew when two colleagues know that it is them."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from amparo.foundation.core import clock
from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.models import AccountRecovery, AuditEntry, Notification, User

pytestmark = pytest.mark.django_db
NEW = {"password": "another long road", "again": "another long road"}


@pytest.fixture
def lucia(caseworker):
    two_factor.add_app(caseworker, "JBSWY3DPEHPK3PXP")
    two_factor.new_codes(caseworker)
    return caseworker


def vouch(user, member):
    """One of the two opens the page and says that they know them; the link, when there is one."""
    client = Client()
    client.force_login(user)
    answer = client.post(reverse("recovery", args=[member.ref]), follow=True)
    found = re.search(r"http://testserver(/back-in/[^<]+)", answer.text)
    return found.group(1) if found else ""


def test_two_colleagues_then_a_link_then_another_password_and_second_step(
    client, lucia, supervisor, administrator
):
    screen = Client()
    screen.force_login(lucia)
    assert vouch(supervisor, lucia) == ""
    link = vouch(administrator, lucia)
    assert client.post(link, NEW)["Location"] == "/account/ways/first/"
    assert screen.get("/account/").status_code == 302  # whoever held the lost device is out
    assert not Authenticator.objects.filter(user=lucia).exists()
    assert client.get("/account/ways/app/").status_code == 200
    lucia.refresh_from_db()
    assert lucia.check_password(NEW["password"])


def test_one_alone_gets_no_link_however_often_they_ask(lucia, administrator):
    assert vouch(administrator, lucia) == ""
    assert vouch(administrator, lucia) == ""
    assert AccountRecovery.objects.get().confirmed_by is None


def test_nobody_vouches_for_themselves(lucia, supervisor, administrator):
    for member in (supervisor, administrator):
        assert vouch(member, member) == ""
    assert not AccountRecovery.objects.exists()


def test_who_neither_supervises_nor_administers_cannot_vouch(lucia, colleague, stranger):
    for user in (colleague, stranger):
        client = Client()
        client.force_login(user)
        assert client.post(reverse("recovery", args=[lucia.ref])).status_code in (403, 404)
    assert not AccountRecovery.objects.exists()


def test_the_link_opens_once(client, lucia, supervisor, administrator):
    vouch(supervisor, lucia)
    link = vouch(administrator, lucia)
    client.post(link, NEW)
    assert Client().get(link).status_code == 404
    assert Client().post(link, NEW).status_code == 404
    assert AuditEntry.objects.filter(event="sign_in.failed", record_ref=lucia.ref).count() == 2


def test_the_link_lasts_a_day(lucia, supervisor, administrator):
    vouch(supervisor, lucia)
    link = vouch(administrator, lucia)
    with clock.at(clock.now() + timedelta(hours=23)):
        assert Client().get(link).status_code == 200
    with clock.at(clock.now() + timedelta(hours=25)):
        assert Client().get(link).status_code == 404


def test_another_link_takes_the_place_of_the_first(lucia, supervisor, administrator):
    vouch(supervisor, lucia)
    first, second = vouch(administrator, lucia), vouch(administrator, lucia)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200


def test_nobody_is_let_in_quietly(lucia, supervisor, administrator, client):
    vouch(supervisor, lucia)
    client.post(vouch(administrator, lucia), NEW)
    for what, told in (
        ("recovery.asked", {lucia, administrator}),
        ("recovery.confirmed", {lucia, supervisor}),
        ("recovery.used", {supervisor, administrator}),
    ):
        assert {each.user for each in Notification.objects.filter(event=what)} == told
    lines = AuditEntry.objects.filter(event__startswith="recovery.").order_by("pk")
    assert [(line.event, line.by) for line in lines] == [
        ("recovery.asked", supervisor), ("recovery.confirmed", administrator),
        ("recovery.used", lucia),
    ]  # fmt: skip


def test_the_only_administrator_is_helped_by_whoever_keeps_the_machine(
    client, administrator, supervisor
):
    said = StringIO()
    call_command("account", "Admin@example.org", "--back-in", stdout=said)
    link = re.search(r"/back-in/[^, ]+", said.getvalue()).group()
    assert client.post(link, NEW)["Location"] == "/account/ways/first/"
    by_the_machine = AuditEntry.objects.filter(event="recovery.confirmed")
    assert [(line.by, line.record_ref) for line in by_the_machine] == [(None, administrator.ref)]


def test_the_machine_helps_nobody_who_was_let_go(colleague, administrator):
    colleague.deactivate(by=administrator)
    for email in (colleague.email, "nobody@example.org"):
        with pytest.raises(CommandError, match="Nobody with this e-mail works here"):
            call_command("account", email, "--back-in")


def test_the_database_holds_no_link(lucia, supervisor, administrator):
    vouch(supervisor, lucia)
    token = vouch(administrator, lucia).rstrip("/").rpartition("/")[2]
    assert token not in str(AccountRecovery.objects.values().get())


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_two_supervisors_alone_do_not_begin_an_administrator_or_auditor_anew(
    request, role, supervisor, other_team, administrator
):
    member = request.getfixturevalue(role)
    another = User.objects.create_user("lead@example.org", "Pilar Ríos")
    another.add_role("supervisor", by=None, team=other_team)
    assert vouch(supervisor, member) == ""
    assert vouch(another, member) == ""
    assert AccountRecovery.objects.get().confirmed_by is None
    keeper = User.objects.create_user("keeper@example.org", "Ines Costa")
    keeper.add_role("administrator", by=None, office=administrator.office)
    assert vouch(keeper, member) != ""


def test_an_administrator_and_a_supervisor_do(auditor, administrator, supervisor):
    assert vouch(administrator, auditor) == ""
    assert vouch(supervisor, auditor) != ""
