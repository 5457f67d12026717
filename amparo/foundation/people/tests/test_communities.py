"""Communities: noted with their place, and who speaks for them."""

from uuid import uuid4

import pytest
from django.urls import reverse

from amparo.foundation.people.models import Community, Place

pytestmark = pytest.mark.django_db

INDEX = "/people/communities/"


@pytest.fixture
def place():
    return Place.objects.create(name="El Alto", kind="town", country="BO")


def test_a_community_is_noted_changed_and_listed(client, caseworker, place):
    client.force_login(caseworker)
    assert "No community noted yet" in client.get(INDEX).content.decode()
    data = {
        "name": "Barrio Norte", "place": str(place.ref), "size_estimate": "120",
        "spokespersons": "Doña Carmen",
    }  # fmt: skip
    response = client.post(f"{INDEX}new/", data | {"once": str(uuid4())})
    community = Community.objects.get()
    where = reverse("people:community", args=[community.ref])
    assert response.headers["Location"] == where
    page = client.get(where).content.decode()
    assert "Doña Carmen" in page
    assert "El Alto" in page
    edit = reverse("people:community-edit", args=[community.ref])
    assert "Doña Carmen" in client.get(edit).content.decode()
    client.post(edit, data | {"name": "Barrio Sur", "once": str(uuid4())})
    assert "Barrio Sur" in client.get(INDEX).content.decode()


def test_a_place_is_needed(client, caseworker):
    client.force_login(caseworker)
    response = client.post(f"{INDEX}new/", {"name": "Nowhere", "once": str(uuid4())})
    assert response.status_code == 422


def test_who_has_no_role_for_it_sees_none(client, administrator, place):
    community = Community.objects.create(name="Barrio Norte", place=place)
    client.force_login(administrator)
    for where in (INDEX, f"{INDEX}new/", reverse("people:community", args=[community.ref])):
        assert client.get(where).status_code == 404


def test_many_communities_come_in_slices(client, caseworker, place, django_assert_max_num_queries):
    for number in range(60):
        Community.objects.create(name=f"Barrio {number:02d}", place=place)
    client.force_login(caseworker)
    with django_assert_max_num_queries(15):
        page = client.get(INDEX).content.decode()
    assert "Barrio 49" in page
    assert "Barrio 50" not in page
    assert "after=" in page
