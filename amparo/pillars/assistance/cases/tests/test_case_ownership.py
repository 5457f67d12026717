"""Whose case it is, who may open it, and who comes along."""

import pytest

from amparo.foundation.core.models import Notification, RestrictedGroupAccess
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def url(case):
    return f"/cases/{case.ref}/"


def test_a_supervisor_gives_the_case_to_a_colleague(client, url, case, supervisor, colleague):
    client.force_login(supervisor)
    assert "Daniel Achebe" in client.get(f"{url}assign/").content.decode()
    assert client.post(f"{url}assign/", {"owner": str(colleague.ref)}).status_code == 303
    case.refresh_from_db()
    assert case.owner == colleague
    assert Notification.objects.filter(user=colleague, event="case.assigned").exists()


def test_a_caseworker_does_not_and_is_not_offered_it(client, url, case, caseworker, colleague):
    client.force_login(caseworker)
    assert "assign/" not in client.get(url).content.decode()
    assert client.post(f"{url}assign/", {"owner": str(colleague.ref)}).status_code == 403


def test_nobody_from_elsewhere_can_be_given_it(client, url, supervisor, stranger):
    client.force_login(supervisor)
    assert client.post(f"{url}assign/", {"owner": str(stranger.ref)}).status_code == 422


def test_the_owner_closes_the_file_off(client, url, case, caseworker, colleague):
    client.force_login(caseworker)
    client.post(f"{url}restrict/", {"confidentiality": "trafficking"})
    case.refresh_from_db()
    assert case.is_restricted
    client.force_login(colleague)
    assert client.get(url).status_code == 404


def test_opening_it_up_again_takes_who_approves(client, url, case, office, caseworker, supervisor):
    case.restrict("trafficking", by=caseworker)
    client.force_login(caseworker)
    assert client.post(f"{url}restrict/", {"confidentiality": "ordinary"}).status_code == 403
    client.force_login(supervisor)
    assert client.get(f"{url}restrict/").status_code == 404
    RestrictedGroupAccess.give(to=supervisor, group="trafficking", office=office, by=None)
    assert client.post(f"{url}restrict/", {"confidentiality": "ordinary"}).status_code == 303
    case.refresh_from_db()
    assert not case.is_restricted


def test_a_child_comes_along(client, url, case, nayeli, caseworker):
    client.force_login(caseworker)
    found = client.post(f"{url}dependants/new/", {"find": "Nayeli"}, headers=HX)
    assert found.status_code == 200
    assert str(nayeli.ref) in found.content.decode()
    answers = {"find": "Nayeli", "person": str(nayeli.ref), "relation": "child"}
    assert client.post(f"{url}dependants/new/", answers).status_code == 303
    page = client.get(url).content.decode()
    assert "Nayeli" in page
    dependant = case.dependants.get()
    client.post(f"{url}dependants/{dependant.ref}/remove/")
    assert not case.dependants.exists()


def test_who_is_not_registered_is_not_added(client, url, caseworker):
    client.force_login(caseworker)
    found = client.post(f"{url}dependants/new/", {"find": "Zoraida"})
    assert found.status_code == 200
    assert "Register them first" in found.content.decode()


def test_people_of_other_offices_are_not_found(
    client, url, other_team, stranger, consent, caseworker
):
    far = Person.register(
        by=stranger, team=other_team, consent=consent, given_names="Zoraida", family_names="Paz"
    )
    client.force_login(caseworker)
    page = client.post(f"{url}dependants/new/", {"find": "Zoraida Paz"}).content.decode()
    assert str(far.ref) not in page
    answers = {"find": "Zoraida Paz", "person": str(far.ref), "relation": "child"}
    assert client.post(f"{url}dependants/new/", answers).status_code == 422
    assert not Case.objects.filter(dependants__person=far).exists()
