"""Colleagues look services up; two roles keep them true."""

from datetime import time
from unittest import mock
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amparo.foundation.core.models import AuditEntry, Organization
from amparo.foundation.directory.models import (
    DutyBearer,
    Location,
    OpeningHours,
    Provider,
    Service,
)
from amparo.foundation.directory.opening_hours import Hours
from amparo.foundation.directory.views import services as views

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(client):
    """Post what is given, as one tap."""
    return lambda url, **answers: client.post(url, {"once": str(uuid4())} | answers)


def test_an_organization_its_place_and_its_service_stand_in_the_directory(
    client, send, supervisor, harbour
):
    client.force_login(supervisor)
    refuge = Organization.found(by=None, name="Casa Alba", kind="ngo", country="BO")
    told = send("/directory/organizations/new/", organization=refuge.pk, about="Acogemos.")
    provider = Provider.objects.get()
    assert told.headers["Location"].endswith(f"/{provider.ref}/")
    here = f"/directory/organizations/{provider.ref}/"
    send(f"{here}locations/new/", kind="physical", place=harbour.ref, time_zone="America/La_Paz",
         address="Calle 1")  # fmt: skip
    send(f"{here}services/new/", name="Consultorio", type_1="health.primary", type_2="food.inkind",
         status="active", at=[Location.objects.get().pk], language_1="es", language_2="ay",
         requires_documents="no")  # fmt: skip
    service = Service.objects.get()
    assert list(service.name.values()) == ["Consultorio"]
    assert [each.code for each in service.types.all()] == ["health.primary", "food.inkind"]
    assert service.languages == ["es", "ay"]
    assert (service.requires_documents, service.welcomes_irregular) == (False, None)
    assert b"Consultorio" in client.get("/directory/?kind=health").content
    assert b"Consultorio" not in client.get("/directory/?kind=shelter").content


def test_what_is_missing_is_said_and_nothing_is_half_done(client, send, supervisor, provider):
    client.force_login(supervisor)
    told = send(f"/directory/organizations/{provider.ref}/services/new/", name="Comedor")
    assert told.status_code == 422
    assert not Service.objects.exists()


def test_the_words_in_another_language_stand_beside_the_first(client, send, supervisor, shelter):
    client.force_login(supervisor)
    send(f"/directory/services/{shelter.ref}/translations/fr/", name="Foyer Saint-Joseph")
    shelter.refresh_from_db()
    assert shelter.name["fr"] == "Foyer Saint-Joseph"
    assert shelter.name["es"] == "Albergue San José"
    assert client.get(f"/directory/services/{shelter.ref}/translations/xx/").status_code == 404


def test_hours_are_kept_as_they_were_written(client, send, supervisor, shelter):
    client.force_login(supervisor)
    service_at_location = shelter.service_at_locations.get()
    url = f"/directory/hours/{service_at_location.ref}/"
    assert b'value="16:00' in client.get(url).content
    send(
        url, days_1=["MO", "TU"], opens_1="08:30", closes_1="12:00", days_3=["SU"], is_shut_3="on"
    )
    assert [each.hours for each in service_at_location.opening_hours.all()] == [
        Hours(frozenset({"MO", "TU"}), time(8, 30), time(12)),
        Hours(frozenset({"SU"}), is_shut=True),
    ]


def test_hours_without_days_are_asked_again_and_the_old_ones_stay(
    client, send, supervisor, shelter
):
    client.force_login(supervisor)
    service_at_location = shelter.service_at_locations.get()
    told = send(f"/directory/hours/{service_at_location.ref}/", opens_1="08:30", closes_1="12:00")
    assert told.status_code == 422
    assert OpeningHours.objects.get(service_at_location=service_at_location).opens == time(16)


def test_it_is_confirmed_in_the_name_of_those_who_looked(client, send, supervisor, shelter):
    client.force_login(supervisor)
    send(f"/directory/services/{shelter.ref}/confirm/", how="call")
    seen = shelter.verifications.get()
    assert (seen.how, seen.name) == ("call", supervisor.office.organization.name)
    send(f"/directory/services/{shelter.ref}/capacity/", capacity="little")
    shelter.refresh_from_db()
    assert not shelter.is_stale
    assert shelter.current_capacity() == "little"


def test_nobody_confirms_in_the_name_of_the_service_itself(client, send, supervisor, shelter):
    client.force_login(supervisor)
    told = send(f"/directory/services/{shelter.ref}/confirm/", how="link")
    assert told.status_code == 422
    assert not shelter.verifications.exists()


def test_a_caseworker_reads_where_a_safe_house_is_and_leaves_a_line(
    client, caseworker, safe_house
):
    client.force_login(caseworker)
    assert b"Camino Secreto 7" in client.get(f"/directory/services/{safe_house.ref}/").content
    location = safe_house.service_at_locations.get().location
    assert AuditEntry.objects.filter(by=caseworker, record_ref=location.ref, event="location.seen")


@pytest.mark.parametrize("who", ["nurse", "official", "administrator", "auditor"])
def test_nobody_else_does(client, request, safe_house, who):
    client.force_login(request.getfixturevalue(who))
    page = client.get(f"/directory/services/{safe_house.ref}/")
    assert page.status_code == 200
    assert b"Camino Secreto" not in page.content
    provider = client.get(f"/directory/organizations/{safe_house.provider.ref}/")
    assert b"Camino Secreto" not in provider.content


def test_a_caseworker_cannot_change_it(client, send, caseworker, shelter):
    client.force_login(caseworker)
    assert send(f"/directory/services/{shelter.ref}/edit/", name="X").status_code == 403
    assert send(f"/directory/services/{shelter.ref}/capacity/", capacity="full").status_code == 403


def test_what_an_institution_owes_is_written_down(client, send, supervisor, provider):
    client.force_login(supervisor)
    url = f"/directory/organizations/{provider.ref}/obligations/"
    page = client.get(url).content.decode()
    first, second = [part.split('"')[0] for part in page.split('name="obligations" value="')[1:3]]
    send(url, mandate="Registro civil", obligations=[first, second])
    bearer = DutyBearer.objects.get()
    assert {each.code for each in bearer.obligations.all()} == {first, second}
    send(url, mandate="Registro civil", obligations=[second])
    assert [each.code for each in bearer.obligations.all()] == [second]
    assert client.get(url.replace("owes/", "")).status_code == 200


def test_a_place_that_becomes_secret_leaves_the_map(client, send, supervisor, shelter, harbour):
    client.force_login(supervisor)
    location = shelter.service_at_locations.get().location
    send(f"/directory/locations/{location.ref}/", kind="physical", is_confidential="on",
         address="Calle del Faro 18", name="Albergue", place=harbour.ref,
         time_zone="America/La_Paz", latitude="-16.5", longitude="-68.1")  # fmt: skip
    location.refresh_from_db()
    assert (location.latitude, location.address, location.name) == (None, "", "")
    assert location.confidential_address == "Calle del Faro 18"


# The map of the list.

POINT = 'data-point="-16.5000,-68.1000"'


@pytest.fixture
def directory_page(client):
    """The list of services as one reads it, with a script of the map to fetch or without."""

    def read(user, query="", *, script="/static/map.js"):
        client.force_login(user)
        with mock.patch(f"{views.__name__}.service_map_script", return_value=script):
            return client.get(f"/directory/{query}").content.decode()

    return read


def test_the_map_is_offered_beside_the_list_with_its_size(directory_page, caseworker, shelter):
    page = directory_page(caseworker)
    assert "Map (90 kB)" in page
    assert 'data-map="/static/map.js"' in page
    assert POINT in page
    assert "<table" in page  # all that is on the map stands in the list


def test_without_services_or_without_the_script_no_map_is_offered(
    directory_page, caseworker, shelter
):
    assert "data-map" not in directory_page(caseworker, script="")
    assert "data-map" not in directory_page(caseworker, "?kind=legal")


def test_the_map_holds_what_the_list_is_narrowed_to(directory_page, caseworker, shelter):
    assert POINT in directory_page(caseworker, "?kind=shelter")
    assert "data-point" not in directory_page(caseworker, "?kind=health")


@pytest.mark.parametrize("who", ["caseworker", "supervisor", "nurse", "official"])
def test_what_is_confidential_is_on_no_map_whoever_looks(
    directory_page, request, safe_house, shelter, hall, provider, who
):
    Service.offer(
        provider, by=None, types=["shelter.emergency"], at=[hall], is_confidential=True,
        name={"es": "Consulta reservada"},
    )  # fmt: skip
    page = directory_page(request.getfixturevalue(who))
    assert "Refugio con dirección reservada" in page
    assert "Consulta reservada" in page
    assert page.count("data-point") == page.count(POINT) == 1


def test_each_place_of_a_service_has_its_point(directory_page, caseworker, shelter, provider):
    second = Location.note(
        provider, by=None, address="Calle 2", time_zone="UTC", latitude=-16.2, longitude=-68.3
    )
    by_phone = Location.note(provider, by=None, kind="virtual", time_zone="UTC")
    for location in (second, by_phone):
        shelter.service_at_locations.create(location=location)
    page = directory_page(caseworker)
    assert POINT in page
    assert 'data-point="-16.2000,-68.3000"' in page
    assert page.count("data-point") == 2


def test_points_ask_no_more_for_more_services(
    client, caseworker, provider, hall, shelter, django_assert_max_num_queries
):
    client.force_login(caseworker)
    client.get("/directory/")
    with CaptureQueriesContext(connection) as one:
        client.get("/directory/")
    for at in range(5):
        Service.offer(
            provider, by=None, types=["food.inkind"], at=[hall], name={"es": f"Comedor {at}" * 12}
        )
    with django_assert_max_num_queries(len(one)):
        client.get("/directory/")


def test_who_may_not_find_a_safe_house_reads_no_address_in_its_form_and_cannot_lay_it_open(
    client, send, data_officer, safe_house, harbour
):
    client.force_login(data_officer)
    location = safe_house.service_at_locations.get().location
    url = f"/directory/locations/{location.ref}/"
    page = client.get(url)
    assert page.status_code == 200
    assert b"Camino Secreto" not in page.content
    told = send(url, kind="physical", place=harbour.ref, time_zone="America/Lima", address="X 1")
    assert told.status_code == 303
    location.refresh_from_db()
    assert (location.is_confidential, location.address) == (True, "")
    assert (location.confidential_address, location.time_zone) == (
        "Camino Secreto 7",
        "America/Lima",
    )


def test_a_safe_house_that_moved_is_found_at_its_new_address_by_those_who_may(
    client, send, supervisor, safe_house, harbour
):
    client.force_login(supervisor)
    location = safe_house.service_at_locations.get().location
    url = f"/directory/locations/{location.ref}/"
    assert b"Camino Secreto 7" in client.get(url).content
    assert AuditEntry.objects.filter(by=supervisor, event="location.seen").exists()
    send(url, kind="physical", is_confidential="on", place=harbour.ref, address="Otro camino 9",
         time_zone="America/La_Paz")  # fmt: skip
    location.refresh_from_db()
    assert (location.confidential_address, location.address) == ("Otro camino 9", "")
