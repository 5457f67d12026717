"""Emergency numbers are written down by those who answer for them, and shown to everybody."""

import pytest

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.directory.models import EmergencyNumber

pytestmark = pytest.mark.django_db

NEW = "/emergency-numbers/new/"
POLICE = {"country": "BO", "kind": "police", "number": "110", "is_free": "on"}


@pytest.fixture
def keeper(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def number(administrator):
    return EmergencyNumber.note(by=administrator, country="BO", kind="police", number="110")


def test_an_administrator_writes_one_down(keeper, administrator):
    assert keeper.post(NEW, POLICE).status_code == 303
    number = EmergencyNumber.objects.get()
    assert (number.country, number.number, number.is_free) == ("BO", "110", True)
    line = AuditEntry.objects.filter(event="emergencynumber.noted").get()
    assert (line.by, line.record_ref) == (administrator, number.ref)
    assert "110" in keeper.get("/emergency-numbers/").content.decode()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"number": "the police"}, "as one dials it"),
        ({"kind": "police"}, "has a number for that already"),
    ],
)
def test_what_nobody_can_dial_and_a_second_number_for_the_same_are_refused(
    said, why, keeper, number
):
    response = keeper.post(NEW, POLICE | {"kind": "fire"} | said)
    assert response.status_code == 422
    assert why in response.content.decode()
    assert list(EmergencyNumber.objects.all()) == [number]


def test_it_is_changed_and_taken_away(keeper, number):
    url = f"/emergency-numbers/{number.ref}/"
    assert keeper.post(url, POLICE | {"number": "911"}).status_code == 303
    number.refresh_from_db()
    assert number.number == "911"
    assert keeper.post(f"{url}take-away/").status_code == 303
    assert not EmergencyNumber.objects.exists()
    assert AuditEntry.objects.filter(event="emergencynumber.taken_away").exists()


def test_a_caseworker_reads_them_where_everybody_does_and_changes_none(client, caseworker, number):
    client.force_login(caseworker)
    assert client.get("/emergency-numbers/").status_code == 404
    assert client.get(f"/emergency-numbers/{number.ref}/").status_code == 403
    assert client.post(f"/emergency-numbers/{number.ref}/take-away/").status_code == 403
    assert EmergencyNumber.objects.exists()
