"""The directory is exported as HSDS 3, and no safe house with it."""

import csv
import io
import json
import random
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from amparo.foundation.directory.hsds import exporter as out
from amparo.foundation.directory.hsds import schema, serializer
from amparo.foundation.directory.hsds.exporter import write_package
from amparo.foundation.directory.models import (
    ContactPoint,
    Location,
    OpeningHours,
    Service,
    ServiceArea,
    ServiceCost,
    save_details,
)
from amparo.foundation.directory.opening_hours import Hours

from .schema_validation import exported, wrong

pytestmark = pytest.mark.django_db
CANARY = "CANARIO"


@pytest.fixture
def full(shelter, harbour, supervisor):
    """A service of which everything is told."""
    shelter.change(
        by=None, about={"es": "Cama y cena.", "ar": "سرير وعشاء"}, phone="555 0142",
        email="casa@example.org", website="https://example.org/casa", audience="women",
        minimum_age=18, maximum_age=60, welcomes_irregular=True, is_child_friendly=True,
        needs_appointment=False, to_bring={"es": "Una manta", "fr": "Une couverture"},
        how_to_come={"es": "Llame antes."}, who_can_come={"ar": "النساء"},
    )  # fmt: skip
    save_details(
        shelter, by=None,
        costs=[ServiceCost(amount=Decimal("12.5"), currency="BOB", option={"es": "Por noche"},
                      since=date(2026, 1, 1))],
        areas=[ServiceArea(place=harbour, description={"es": "y sus barrios"})],
        contact_points=[
            ContactPoint(title="Trabajo social", phone="555 0143", email="ts@example.org")
        ],
    )  # fmt: skip
    lines = [
        Hours(frozenset({"MO", "TU"}), time(8, 30), time(12), since=date(2026, 1, 1)),
        Hours(frozenset({"TH"}), time(10), time(14), for_women=True),
        Hours(frozenset({"SU"}), is_shut=True),
    ]
    OpeningHours.replace(shelter.service_at_locations.get(), lines, by=None)
    location = shelter.service_at_locations.get().location
    location.change(by=None, accessibility=["step_free", "loop"], directions={"es": "Puerta 3"})
    shelter.provider.change(by=None, phone="555 0150", psea_assessed_on=date(2026, 3, 1))
    shelter.confirm(
        "call", by=supervisor, name="Cruz del Sur", at=datetime(2026, 5, 4, tzinfo=UTC)
    )
    return Service.objects.get(pk=shelter.pk)


def exported_service(service):
    return serializer.service(out.with_details(Service.objects.filter(pk=service.pk)).get())


def test_it_is_what_the_official_schema_says(full):
    assert wrong(exported_service(full)) == []
    assert wrong(serializer.organization(full.provider), "organization") == []


def test_a_schema_that_we_hold_against_it_does_say_no(full):
    said = exported_service(full)
    del said["status"]
    said["phones"][0]["extension"] = "one"
    said["colour"] = "blue"
    assert len(wrong(said)) == 3


def test_it_says_what_one_needs_to_know(full):
    said = exported_service(full)
    assert said["name"] == "Albergue San José"
    assert said["assured_date"] == "2026-05-04"
    assert said["metadata"][0]["updated_by"] == "Cruz del Sur"
    (there,) = said["service_at_locations"]
    assert there["location"]["addresses"][0]["city"] == "Puerto Alto"
    assert [line.get("opens_at") for line in there["schedules"]] == ["08:30", "10:00", None]
    facts = {each["taxonomy_term"]["code"]: each.get("value") for each in said["attributes"]}
    assert facts["asks_for_papers"] == "no"
    assert facts["interpreter"] == "ht"
    assert "shelter.emergency" in facts
    assert "سرير وعشاء" in [each.get("value") for each in said["attributes"]]


def test_the_package_of_tables_describes_itself_and_holds_what_it_promises(full):
    file = io.BytesIO()
    write_package([exported_service(full)], file)
    with zipfile.ZipFile(file) as package:
        described = json.loads(package.read("datapackage.json"))
        assert described["profile"] == "tabular-data-package"
        for resource in described["resources"]:
            header = package.read(resource["path"]).decode().splitlines()[0].split(",")
            assert header == [each["name"] for each in resource["schema"]["fields"]]
        assert {"services.csv", "schedules.csv", "taxonomies.csv"} & set(package.namelist())


def test_every_row_of_its_tables_is_as_the_official_schema_says(full):
    """Known columns, all that is demanded, one identifier each, and no key that leads nowhere."""
    file = io.BytesIO()
    write_package([exported_service(full)], file)
    with zipfile.ZipFile(file) as package:
        described = json.loads(package.read("datapackage.json"))["resources"]
        tables = {
            each["name"]: list(csv.DictReader(io.StringIO(package.read(each["path"]).decode())))
            for each in described
        }
    assert len(tables) > 10
    for resource in described:
        name, rows = resource["name"], tables[resource["name"]]
        assert set(rows[0]) <= set(schema.columns(name)), name
        assert schema.required(name) <= set(rows[0]), name
        ids = [row["id"] for row in rows]
        assert len(ids) == len(set(ids)), name
        for key in resource["schema"].get("foreignKeys", ()):
            there = {row["id"] for row in tables[key["reference"]["resource"]]}
            assert {row[key["fields"]] for row in rows} - {""} <= there, (name, key)


def test_it_is_the_same_file_whenever_it_is_written(full):
    files = []
    for _turn in range(2):
        file = io.BytesIO()
        write_package([exported_service(full)], file)
        files.append(file.getvalue())
    assert files[0] == files[1]
    assert exported() == exported()


def hide(location):
    location.change(by=None, is_confidential=True)


def secretly(service):
    service.change(by=None, is_confidential=True)


def as_safe_house(service):
    service.change(by=None, types=["shelter.safehouse"])


@pytest.mark.parametrize("hidden", ["place", "service", "kind"])
def test_a_safe_house_is_in_no_export_and_no_count(shelter, safe_house, hidden):
    for service in (shelter, safe_house):
        assert str(service.ref) in exported() or service == safe_house
    if hidden == "place":
        hide(shelter.service_at_locations.get().location)
    elif hidden == "service":
        secretly(shelter)
    else:
        as_safe_house(shelter)
    assert json.loads(exported()) == []
    assert (out.public_services().count(), out.public_services_at_locations().count()) == (0, 0)
    assert (out.public_locations().count(), out.public_providers().count()) == (0, 0)


def test_who_writes_a_hidden_place_by_mistake_is_stopped(safe_house):
    with pytest.raises(ValueError, match="never exported"):
        serializer.at_location(safe_house.service_at_locations.get())


@pytest.mark.parametrize("seed", range(12))
def test_whatever_the_directory_looks_like_nothing_hidden_is_found_in_it(provider, harbour, seed):
    """Services at open and at hidden places, confidential or not, in any mixture."""
    chance = random.Random(seed)
    places = [
        Location.note(
            provider, by=None, place=harbour, time_zone="America/La_Paz",
            is_confidential=chance.random() < 0.4, address=f"{CANARY} {number}",
        )
        for number in range(6)
    ]  # fmt: skip
    for number in range(8):
        Service.offer(
            provider, by=None, types=["food"], name={"es": f"S{number}"},
            at=chance.sample(places, chance.randint(0, 3)),
            is_confidential=chance.random() < 0.3,
        )  # fmt: skip
    text = exported()
    hidden = [place for place in places if place.is_confidential]
    assert not [place for place in hidden if str(place.ref) in text]
    assert not [place for place in hidden if place.confidential_address in text]
    for service in Service.objects.prefetch_related("service_at_locations__location"):
        there = [each.location for each in service.service_at_locations.all()]
        may_leave = not service.is_confidential and any(not each.is_confidential for each in there)
        assert (str(service.ref) in text) is may_leave
    only_secret = [
        place
        for place in places
        if not any(not each.service.is_confidential for each in place.service_at_locations.all())
    ]
    assert not [place for place in only_secret if str(place.ref) in text]
