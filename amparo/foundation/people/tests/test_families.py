"""Families: who belongs together, who speaks for them, who was separated."""

from uuid import uuid4

import pytest
from django.urls import reverse

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.people.models import Family, PersonAccessGrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(client, caseworker):
    client.force_login(caseworker)
    return client


def send(client, where, data):
    return client.post(where, data | {"once": str(uuid4())})


def test_a_family_begins_with_who_speaks_for_it(here, rosa):
    response = send(here, reverse("people:family-new", args=[rosa.ref]), {})
    family = Family.objects.get()
    assert response.headers["Location"] == reverse("people:family", args=[family.ref])
    assert (family.name, family.head) == ("Quispe", rosa)


def test_somebody_we_know_joins(here, rosa, nayeli, caseworker):
    family = Family.register(rosa, by=caseworker)
    where = reverse("people:family-member-new", args=[family.ref])
    found = here.post(where, {"q": "Nayeli"}).content.decode()
    assert str(nayeli.ref) in found
    assert AuditEntry.objects.get(event="person.searched").details == {"refs": [str(nayeli.ref)]}
    assert send(here, where, {"person": str(nayeli.ref)}).status_code == 422
    send(here, where, {"person": str(nayeli.ref), "relation": "child"})
    assert family.members.get(person=nayeli).relation == "child"
    page = here.get(reverse("people:family", args=[family.ref])).content.decode()
    assert "Nayeli Quispe" in page


def test_who_is_not_yours_cannot_be_brought_in(here, rosa, nayeli, caseworker):
    family = Family.register(rosa, by=caseworker)
    PersonAccessGrant.objects.filter(record=nayeli).delete()
    where = reverse("people:family-member-new", args=[family.ref])
    assert str(nayeli.ref) not in here.post(where, {"q": "Nayeli"}).content.decode()
    answer = send(here, where, {"person": str(nayeli.ref), "relation": "child"})
    assert answer.status_code == 404


def test_a_member_whose_file_is_closed_to_you_is_not_on_the_page(here, family, nayeli):
    PersonAccessGrant.objects.filter(record=nayeli).delete()
    page = here.get(reverse("people:family", args=[family.ref])).content.decode()
    assert "Nayeli" not in page


def test_another_member_speaks_for_them(here, family, nayeli):
    member = family.members.get(person=nayeli)
    send(here, reverse("people:family-head", args=[member.ref]), {})
    family.refresh_from_db()
    assert family.head == nayeli


def test_a_separation_is_noted_with_what_is_known(here, family, nayeli):
    member = family.members.get(person=nayeli)
    where = reverse("people:family-separate", args=[member.ref])
    assert here.get(where).status_code == 200
    data = {"cause": "migration", "since_month": "5", "since_year": "2026", "story": "At the bus"}
    assert send(here, where, data).status_code == 303
    page = here.get(reverse("people:family", args=[family.ref])).content.decode()
    assert "Migration or journey" in page
    assert "May 2026" in page
    assert "At the bus" in page


def test_for_a_stranger_the_family_does_not_exist(client, stranger, family):
    client.force_login(stranger)
    member = family.members.last()
    for name, ref in (
        ("family", family.ref), ("family-member-new", family.ref),
        ("family-separate", member.ref),
    ):  # fmt: skip
        assert client.get(reverse(f"people:{name}", args=[ref])).status_code == 404
    where = reverse("people:family-head", args=[member.ref])
    assert client.post(where, {"once": str(uuid4())}).status_code == 404
