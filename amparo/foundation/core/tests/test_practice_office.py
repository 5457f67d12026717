"""The practice office, the accounts that work in it alone, and the session that practises."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from amparo.foundation.core.accounts.roles import PRACTICE_PERMISSIONS, ROLES
from amparo.foundation.core.extension_points import practice_routes
from amparo.foundation.core.models import Membership, Office, RestrictedGroupAccess, User
from amparo.foundation.core.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


OFFICE = {"country": "BO", "time_zone": "America/La_Paz"}


def test_it_is_decided_once_when_it_is_created(organization, office, practice_office):
    for each in (office, practice_office):
        with pytest.raises(ValidationError, match="never becomes"):
            each.change(by=None, is_practice=not each.is_practice)
        each.change(by=None, name="Another name", is_practice=each.is_practice)


def test_an_organization_has_one(organization, practice_office):
    with pytest.raises(ValidationError, match="already"):
        Office.set_up(by=None, organization=organization, name="B", is_practice=True, **OFFICE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.create(organization=organization, name="B", is_practice=True)


@pytest.mark.parametrize("fields", [{"shares_known_persons": True}, {"parent": "office"}])
def test_it_stands_alone(organization, office, fields):
    fields = {name: office if value == "office" else value for name, value in fields.items()}
    with pytest.raises(ValidationError, match="no parent office"):
        Office.set_up(
            by=None, organization=organization, name="B", is_practice=True, **OFFICE, **fields
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.create(organization=organization, name="B", is_practice=True, **fields)


def test_it_has_no_branches(organization, practice_office):
    with pytest.raises(ValidationError, match="no branches"):
        Office.set_up(
            by=None, organization=organization, name="B", parent=practice_office, **OFFICE
        )


def test_a_role_in_it_is_given_to_an_account_of_its_own(caseworker, team, practice_team):
    held = caseworker.add_role("caseworker", by=None, team=practice_team)
    account = held.user
    assert account != caseworker
    assert account.practises_for == caseworker
    assert [each.in_office for each in caseworker.memberships_held] == [team.office]
    assert [each.in_office for each in account.memberships_held] == [practice_team.office]
    again = caseworker.add_role("supervisor", by=None, office=practice_team.office)
    assert again.user == account
    with pytest.raises(Refusal):
        account.add_role("caseworker", by=None, team=team)


def test_nobody_gives_it_to_themselves(administrator, practice_team, practising_caseworker):
    with pytest.raises(Refusal, match="Somebody else"):
        administrator.add_role("caseworker", by=administrator, team=practice_team)
    assert not User.objects.filter(practises_for=administrator).exists()
    with pytest.raises(Refusal, match="Somebody else"):
        practising_caseworker.add_role(
            "supervisor", by=practising_caseworker.practises_for, team=practice_team
        )


def test_an_administrator_may_practise(administrator, practice_team):
    """They open no files of people; there are no people here."""
    account = administrator.add_role("caseworker", by=None, team=practice_team).user
    assert "case.work" in account.permissions
    assert "case.work" not in administrator.permissions


@pytest.mark.parametrize("role", sorted(ROLES.keys() - {"caseworker", "supervisor"}))
def test_other_roles_are_not_practised(role, stranger, practice_office):
    with pytest.raises(Refusal, match="caseworker or a supervisor"):
        stranger.add_role(role, by=None, office=practice_office)


def test_permissions_end_at_what_is_practised(practising_supervisor, practice_office):
    assert practising_supervisor.permissions <= PRACTICE_PERMISSIONS
    assert practising_supervisor.offices_for("case.approve") == [practice_office.pk]
    for verb in ROLES["supervisor"].permissions - PRACTICE_PERMISSIONS:
        assert practising_supervisor.offices_for(verb) == []
        assert practising_supervisor.grantees(verb) == []
        holders = Membership.objects.held().with_permission(verb).people()
        assert practising_supervisor not in holders


def test_restricted_files_are_not_practised(practising_caseworker, practice_office):
    with pytest.raises(Refusal):
        RestrictedGroupAccess.give(
            to=practising_caseworker, group="gbv", office=practice_office, by=None
        )


def test_who_leaves_practises_no_more(caseworker, practising_caseworker, administrator):
    caseworker.deactivate(by=administrator)
    practising_caseworker.refresh_from_db()
    assert not practising_caseworker.is_active


# The session.


@pytest.fixture
def practising(client, caseworker, practising_caseworker):
    client.force_login(caseworker)
    assert client.post("/account/practice/").status_code in (302, 303)
    return client


def test_who_has_no_role_there_is_not_offered_it(client, caseworker):
    client.force_login(caseworker)
    assert "/account/practice/" not in client.get("/account/").text
    assert client.post("/account/practice/").status_code == 409
    assert client.get("/account/").status_code == 200


def test_whoever_has_one_switches_to_it_and_back(client, caseworker, practising_caseworker):
    client.force_login(caseworker)
    page = client.get("/account/")
    assert "/account/practice/" in page.text
    assert "nothing here is real" not in page.text
    client.post("/account/practice/")
    page = client.get("/today/", follow=True)
    assert page.context["me"] == practising_caseworker
    assert "Practice office: nothing here is real" in page.text
    client.post("/account/practice/end/")
    page = client.get("/today/", follow=True)
    assert page.context["me"] == caseworker
    assert "nothing here is real" not in page.text


def test_a_real_file_is_not_found_while_one_practises(practising, case, rosa):
    assert practising.get(case.get_absolute_url()).status_code == 404
    assert practising.get(f"/people/{rosa.ref}/").status_code == 404
    assert case.number not in practising.get("/cases/").text
    assert str(rosa.ref) not in practising.post("/search/", {"q": "Rosa Quispe"}).text
    practising.post("/account/practice/end/")
    assert practising.get(case.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "path", ["/account/", "/account/password/", "/directory/", "/campo/", "/devices/", "/staff/"]
)
def test_what_is_not_practised_is_refused_and_marked(practising, path):
    page = practising.get(path)
    assert page.status_code in (404, 409)
    if page.status_code == 409:
        assert "nothing here is real" in page.text


def test_a_form_of_the_other_side_is_refused(caseworker, practising_caseworker):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(caseworker)
    real = _token(client.get("/account/"))
    assert client.post("/account/practice/", {"csrfmiddlewaretoken": real}).status_code != 403
    late = client.post("/search/", {"csrfmiddlewaretoken": real, "q": "Rosa"})
    assert late.status_code == 403
    practised = _token(client.get("/today/", follow=True))
    ended = client.post("/account/practice/end/", {"csrfmiddlewaretoken": practised})
    assert ended.status_code != 403
    late = client.post("/search/", {"csrfmiddlewaretoken": practised, "q": "Rosa"})
    assert late.status_code == 403


def _token(page):
    return page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def test_where_the_role_ends_nothing_is_done_as_the_real_user(
    practising, caseworker, practising_caseworker
):
    [held] = practising_caseworker.memberships_held
    practising_caseworker.end_role(held, by=None)
    assert practising.post("/search/", {"q": "Rosa"}).status_code == 409
    assert practising.get("/today/", follow=True).context["me"] == caseworker


def test_nobody_signs_in_with_a_practice_account(client, practising_caseworker):
    assert not practising_caseworker.has_usable_password()
    practising_caseworker.set_password("correct horse battery")
    practising_caseworker.save()
    client.post(
        "/sign-in/", {"email": practising_caseworker.email, "password": "correct horse battery"}
    )
    assert "_auth_user_id" not in client.session


def test_routes_that_are_practised_exist():
    from tests.support.route_permissions import routes

    assert set(practice_routes) <= routes().keys()
