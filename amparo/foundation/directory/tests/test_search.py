"""Somebody looks for a place to sleep: open now, near them, that does not ask for papers."""

from datetime import UTC, datetime, time

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from amparo.foundation.core import clock
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.directory.models import Location, OpeningHours, Service
from amparo.foundation.directory.opening_hours import Hours
from amparo.foundation.directory.search import (
    ServiceQuery,
    places_with_services,
    search_services,
    types_in_group,
)
from amparo.foundation.people.models import Place

pytestmark = pytest.mark.django_db

# 18:00 in La Paz on a Thursday; and noon.
EVENING, NOON = datetime(2026, 11, 26, 22, tzinfo=UTC), datetime(2026, 11, 26, 16, tzinfo=UTC)
A_BED = ServiceQuery(types=frozenset({"shelter.emergency"}))


def titles(wanted, moment=EVENING):
    with clock.at(moment):
        return [str(each.service.title) for each in search_services(wanted)]


def test_it_is_open_by_the_clock_of_the_place(shelter):
    assert titles(ServiceQuery(open_now=True)) == ["Albergue San José"]
    assert titles(ServiceQuery(open_now=True), NOON) == []
    with clock.at(NOON):
        (found,) = search_services(A_BED)
    assert found.open_state.is_open is False
    assert f"{found.open_state.changes_at:%d %H:%M}" == "26 16:00", "by the clock there"


def test_the_open_one_comes_first_and_the_one_that_opens_soon_before_the_late_one(
    shelter, provider, hall
):
    for name, opens in (("Late", 23), ("Soon", 19)):
        hours = Hours(frozenset({"TH"}), time(opens), time(23, 30))
        service = Service.offer(
            provider, by=None, types=["shelter.emergency"], at=[hall], name={"en": name}
        )
        OpeningHours.replace(service.service_at_locations.get(), [hours], by=None)
    assert titles(A_BED) == ["Albergue San José", "Soon", "Late"]


@pytest.mark.parametrize(
    ("wanted", "is_found"),
    [
        (ServiceQuery(no_papers=True), True),
        (ServiceQuery(free=True), True),
        (ServiceQuery(irregular=True), False),  # nobody has asked yet: we do not guess
        (ServiceQuery(language="ht"), True),  # through an interpreter
        (ServiceQuery(language="ar"), False),
        (ServiceQuery(audience="women"), True),  # anybody may come
        (ServiceQuery(types=frozenset({"food"})), False),
    ],
)
def test_only_what_is_known_to_fit(shelter, wanted, is_found):
    assert bool(titles(wanted)) is is_found


def test_who_is_elsewhere_is_told_of_places_there_and_of_those_who_answer_by_telephone(
    shelter, provider, harbour
):
    other = Place.create(by=None, name="Valle Seco", kind="town", country="BO")
    line = Location.note(provider, by=None, kind="virtual", time_zone="America/La_Paz")
    Service.offer(provider, by=None, types=["shelter.emergency"], at=[line], name={"es": "Línea"})
    assert titles(ServiceQuery(place=other)) == ["Línea"]
    assert set(titles(ServiceQuery(place=harbour))) == {"Albergue San José", "Línea"}
    assert "Albergue San José" in titles(ServiceQuery(place=harbour.within))


def test_what_ended_is_found_by_nobody(shelter, caseworker):
    shelter.change(by=caseworker, status=Service.Status.DEFUNCT)
    assert titles(A_BED) == []


def test_a_safe_house_is_found_and_never_where_it_is(safe_house):
    (found,) = search_services(A_BED)
    assert found.is_secret
    assert (found.location.address, found.location.name) == ("", "")
    assert (found.location.latitude, found.location.longitude) == (None, None)
    assert found.location.confidential_address == "Camino Secreto 7"


def test_no_town_gives_away_in_which_of_them_a_safe_house_stands(safe_house, harbour):
    other = Place.create(by=None, name="Valle Seco", kind="town", country="BO")
    abroad = Place.create(by=None, name="Arica", kind="town", country="CL")
    assert titles(ServiceQuery(place=harbour)) == titles(ServiceQuery(place=other)) != []
    assert titles(ServiceQuery(place=abroad)) == []
    assert places_with_services() == []


def test_a_safe_house_can_be_put_on_no_map_whatever_one_writes(safe_house):
    location = safe_house.service_at_locations.get().location
    location.change(by=None, latitude=-16.4, longitude=-68.2, name="Casa", address="Camino 8")
    assert (location.latitude, location.name, location.address) == (None, "", "")
    with pytest.raises(IntegrityError), transaction.atomic():
        Location.objects.filter(pk=location.pk).update(latitude=-16.4, longitude=-68.2)


def test_its_address_lies_in_the_database_for_nobody_to_read(safe_house):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM directory_location")
        assert b"Camino Secreto" not in b"".join(bytes(str(row), "utf-8") for row in cursor)


def test_its_name_comes_in_the_reader_s_language_or_says_in_which_it_is(shelter):
    with translation.override("ar"):
        assert shelter.title == ("مأوى القديس يوسف", "ar")
    with translation.override("fr"):
        assert shelter.title == ("Albergue San José", "es")


def test_a_service_without_a_name_or_a_kind_is_refused(provider):
    with translation.override("en"), pytest.raises(Refusal, match="name"):
        Service.offer(provider, by=None, types=["food"], name={"es": " "})
    with translation.override("en"), pytest.raises(Refusal, match="kind of help"):
        Service.offer(provider, by=None, types=[], name={"es": "Comedor"})
    assert not Service.objects.exists()


def test_after_a_year_nobody_vouches_for_it_any_more(shelter, caseworker):
    assert shelter.is_stale
    with clock.at(datetime(2026, 1, 10, tzinfo=UTC)):
        shelter.confirm("call", by=caseworker, name="Cruz del Sur")
        assert not Service.objects.stale().exists()
    with clock.at(EVENING.replace(year=2027)):
        assert list(Service.objects.stale()) == [shelter]


def test_how_much_room_there_is_holds_for_a_day(shelter, caseworker):
    with clock.at(NOON):
        shelter.report_capacity("full", by=caseworker)
        assert shelter.current_capacity() == "full"
    with clock.at(NOON.replace(day=28)):
        assert shelter.current_capacity() == ""


def test_a_group_finds_all_that_lies_within_it(shelter):
    assert "shelter.emergency" in types_in_group("shelter")
    assert titles(ServiceQuery(types=types_in_group("shelter"))) == ["Albergue San José"]
