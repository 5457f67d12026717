"""A directory of others is looked at, and then it stands in ours: all of it, or nothing."""

import io
import json
import random
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.utils import translation

from amparo.foundation.core.models import Organization
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.validation import UnreadableFile
from amparo.foundation.directory.hsds.exporter import write_package
from amparo.foundation.directory.hsds.importer import compare_file, import_directory
from amparo.foundation.directory.models import (
    ContactPoint,
    ExternalDirectory,
    Location,
    OpeningHours,
    Provider,
    Service,
    ServiceArea,
    ServiceCost,
    save_details,
)
from amparo.foundation.directory.opening_hours import DAYS, Hours

from .schema_validation import exported

pytestmark = pytest.mark.django_db


def taken(services, title="City directory", **taking):
    """A file of theirs, kept to be looked at."""
    content = services if isinstance(services, bytes) else json.dumps(services).encode()
    taking = {"time_zone": "America/La_Paz", "kind": "food"} | taking
    feed = ExternalDirectory.follow(title, by=None, **taking)
    return feed.take(io.BytesIO(content), by=None)


def theirs(number=1, **changed):
    """One service as another directory might tell it."""
    return {
        "id": f"svc-{number}", "name": f"Soup kitchen {number}", "status": "active",
        "description": "Soup <b>every</b> day", "assured_date": "2026-05-01",
        "organization": {"id": "org-1", "name": "Mesa Abierta", "description": "",
                         "legal_status": "Non-profit"},
        "phones": [{"id": "1", "number": "555 0199"}],
        "languages": [{"id": "1", "name": "Spanish"}],
        "schedules": [{"id": "1", "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "12:00-04:00",
                       "closes_at": "14:00-04:00"}],
        "service_at_locations": [{"id": f"at-{number}", "location": {
            "id": f"loc-{number}", "location_type": "physical", "name": "Hall",
            "latitude": -16.5, "longitude": -68.1,
            "addresses": [{"id": "1", "address_1": "Calle 9", "city": "Puerto Alto",
                           "state_province": "-", "postal_code": "-", "country": "BO",
                           "address_type": "physical"}]}}],
    } | changed  # fmt: skip


def varied(provider, harbour, seed):
    """A directory in which each service is told differently."""
    chance = random.Random(seed)
    for number in range(6):
        place = Location.note(
            provider, by=None, place=chance.choice([harbour, None]), name=f"Sala {number}",
            address=chance.choice(["Calle 1", ""]), postal_code=chance.choice(["0201", ""]),
            kind=chance.choice(Location.Kind.values), time_zone="America/La_Paz",
            accessibility=chance.sample(Location.Accessibility.values, 2),
            directions=chance.choice([{}, {"ar": "الباب ٥"}, {"es": "Puerta", "fr": "Porte"}]),
        )  # fmt: skip
        service = Service.offer(
            provider, by=None, at=[place], types=chance.sample(["food", "health.primary"], 2),
            name={"es": f"Servicio {number}", "ar": "خدمة"}, phone=chance.choice(["", "555 01"]),
            about=chance.choice([{}, {"es": "a < b & c"}, {"en": "Plain", "ar": "نص"}]),
            to_bring=chance.choice([{}, {"fr": "Une couverture; un verre"}]),
            audience=chance.choice(Service.Audience.values), languages=["es", "ay"],
            interpreted=chance.sample(["ht", "ar", "fr"], 2), minimum_age=chance.choice([None, 5]),
            requires_documents=chance.choice([None, True, False]),
            is_free=chance.choice([None, True]),
            status=chance.choice(Service.Status.values),
        )  # fmt: skip
        lines = [
            Hours(frozenset(chance.sample(DAYS, 3)), time(8), time(12), date(2026, 1, 1)),
            Hours(frozenset({"SU"}), until=date(2027, 1, 1), is_shut=True),
            Hours(frozenset({"TH"}), time(20), time(7), for_women=True),
        ]
        OpeningHours.replace(
            service.service_at_locations.get(), lines[: chance.randint(0, 3)], by=None
        )
        cost = ServiceCost(amount=Decimal("5.50"), currency="BOB", option={"ar": "لليلة"})
        area = chance.choice(
            [ServiceArea(place=harbour), ServiceArea(description={"es": "el valle"})]
        )
        contact = ContactPoint(title="Portería", email="p@example.org")
        save_details(service, by=None, costs=[cost], areas=[area], contact_points=[contact])
        if chance.random() < 0.5:
            service.confirm("call", by=None, name="Casa", at=datetime(2026, 4, 1, tzinfo=UTC))


def emptied():
    Service.objects.all().delete()
    Location.objects.all().delete()
    Provider.objects.all().delete()
    Organization.objects.filter(name="Cruz del Sur").delete()


@pytest.mark.parametrize("as_tables", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_what_left_comes_back_the_same(provider, harbour, seed, as_tables):
    varied(provider, harbour, seed)
    text = content = exported()
    content = content.encode()
    if as_tables:
        file = io.BytesIO()
        write_package(json.loads(text), file)
        content = file.getvalue()
    emptied()
    assert exported() == "[\n]\n"
    file = taken(content, kind="", time_zone="UTC")
    assert compare_file(file).problems == []
    import_directory(file, by=None)
    assert exported() == text


def test_a_second_time_everything_is_the_same(provider, harbour):
    varied(provider, harbour, 1)
    found = compare_file(taken(exported().encode()))
    assert (len(found.same), found.new, found.changed) == (6, [], [])


def test_what_others_tell_is_understood(harbour):
    file = taken([theirs()])
    found = compare_file(file)
    assert (len(found.new), found.problems) == (1, [])
    import_directory(file, by=None)
    service = Service.objects.get()
    assert service.provider.organization.name == "Mesa Abierta"
    assert service.provider.organization.kind == "ngo"
    assert service.about == {"es": "Soup every day"}
    assert (service.phone, service.languages) == ("555 0199", ["es"])
    assert [each.code for each in service.types.all()] == ["food"]
    service_at_location = service.service_at_locations.get()
    assert service_at_location.location.place == harbour
    (line,) = service_at_location.opening_hours.all()
    assert line.hours == Hours(frozenset({"MO", "TU"}), time(12), time(14))
    seen = service.verifications.get()
    assert (seen.how, seen.name, seen.at.date()) == ("source", "City directory", date(2026, 5, 1))


def test_the_next_file_changes_what_changed_and_tells_what_is_gone(harbour, supervisor):
    import_directory(taken([theirs(1), theirs(2), theirs(3)]), by=supervisor)
    file = taken([theirs(1), theirs(2, name="Soup and bread")])
    found = compare_file(file)
    assert [each.fields for each in found.changed] == [["name"]]
    (gone,) = found.gone
    assert gone.name == {"es": "Soup kitchen 3"}
    import_directory(file, by=supervisor)
    assert Service.objects.running().count() == 3, "gone only where somebody says so"
    again = taken([theirs(1), theirs(2, name="Soup and bread")])
    import_directory(again, by=supervisor, end=[gone.ref])
    assert Service.objects.running().count() == 2


def test_what_we_confirmed_later_is_not_overwritten_unasked(harbour, supervisor):
    import_directory(taken([theirs()]), by=supervisor)
    service = Service.objects.get()
    service.change(by=supervisor, phone="555 0001")
    service.confirm("call", by=supervisor)
    file = taken([theirs(assured_date="2026-06-01")])
    (change,) = compare_file(file).to_decide
    assert change.fields == ["phone"]
    import_directory(file, by=supervisor)
    service.refresh_from_db()
    assert service.phone == "555 0001"
    import_directory(taken([theirs(assured_date="2026-06-01")]), by=supervisor, also=[service.ref])
    service.refresh_from_db()
    assert service.phone == "555 0199"


def test_nothing_that_is_hidden_here_is_touched_or_shown_by_a_file(harbour, supervisor):
    import_directory(taken([theirs()]), by=supervisor)
    service = Service.objects.get()
    location = service.service_at_locations.get().location
    location.change(by=None, is_confidential=True)
    file = taken([theirs(name="Found you")])
    found = compare_file(file)
    assert [each.code for each in found.problems] == ["hsds-guarded"]
    import_directory(file, by=supervisor)
    location.refresh_from_db()
    assert (location.is_confidential, location.address) == (True, "")
    assert Service.objects.get().name == {"es": "Soup kitchen 1"}


@pytest.mark.parametrize(
    ("changed", "code", "column"),
    [
        ({"name": ""}, "hsds-missing", "service.name"),
        ({"id": None}, "hsds-missing", "service.id"),
        ({"organization": {"id": "1"}}, "hsds-no-organization", "service.organization"),
        ({"name": "x" * 201}, "hsds-too-long", "service.name"),
        ({"email": "not one"}, "hsds-not-understood", "service.email"),
        ({"url": "javascript:alert(1)"}, "hsds-not-understood", "service.url"),
        ({"minimum_age": "old"}, "hsds-not-understood", "service.minimum_age"),
        ({"contacts": [{"id": "1", "name": "Ana Roca", "title": "Head"}]}, "hsds-person",
         "contact.name"),
        ({"service_at_locations": []}, "hsds-no-location", "service.service_at_locations"),
        ({"schedules": [{"id": "1", "freq": "MONTHLY", "byday": "2MO"}]}, "hsds-hours",
         "schedule.byday"),
        ({"languages": [{"id": "1", "name": "Klingonese"}]}, "hsds-not-understood",
         "language.code"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_row_and_field(harbour, changed, code, column):
    found = compare_file(taken([theirs(1), theirs(2, **changed)]))
    told = [(each.row, each.code, each.column) for each in found.problems]
    assert (2, code, column) in told
    with translation.override("en"):
        assert all(each.message and each.what_to_do for each in found.problems)
    kept_out = any(each.keeps_out for each in found.problems)
    assert len(found.new) == (1 if kept_out else 2)


def test_a_kind_of_help_that_nobody_named_is_asked_for(harbour):
    found = compare_file(taken([theirs()], kind=""))
    assert [each.code for each in found.problems] == ["hsds-unknown-kind"]


def test_a_town_that_is_on_no_list_is_told(db):
    found = compare_file(taken([theirs()]))
    assert [each.code for each in found.problems] == ["hsds-no-place"]
    assert found.new[0].at[0].location.town is None


def test_the_same_numbers_in_two_directories_are_two_services(harbour):
    import_directory(taken([theirs()], title="One"), by=None)
    import_directory(taken([theirs()], title="Other"), by=None)
    assert Service.objects.count() == 2
    assert Provider.objects.count() == 1, "the same organization, by its name"


def test_a_fault_in_the_middle_leaves_nothing_behind(harbour, monkeypatch):
    file = taken([theirs(1), theirs(2)])
    monkeypatch.setattr(OpeningHours, "replace", lambda *_what, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        import_directory(file, by=None)
    assert not Service.objects.exists()
    assert not Provider.objects.exists()


def test_it_is_decided_once(harbour):
    file = taken([theirs()])
    import_directory(file, by=None)
    file.refresh_from_db()
    assert (file.new, file.storage_key) == (1, "")
    with pytest.raises(Refusal):
        import_directory(file, by=None)


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("services.csv", b"id,name\r\n" + b"0" * 150_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"{}", b"[1]", b"null", b"not json", b"\xff\xfe\x00", b"[" * 200_000,
        b'[{"id": NaN}]', b"PK\x03\x04 but no archive", b"<html></html>",
    ],
)  # fmt: skip
def test_what_is_no_directory_is_refused_in_words(db, content):
    with pytest.raises(UnreadableFile) as refused, translation.override("en"):
        compare_file(taken(content))
    assert refused.value.what_to_do


def test_a_package_that_would_swell_is_not_opened(db):
    with pytest.raises(UnreadableFile):
        compare_file(taken(bomb()))


@pytest.mark.parametrize("sign", ["‮", "\x00", "\ud800", "<script>alert(1)</script>"])
def test_signs_that_deceive_do_not_enter(harbour, sign):
    text = json.dumps([theirs(name=f"Soup{sign} kitchen")])
    import_directory(taken(text.encode("utf-8")), by=None)
    name = Service.objects.get().name["es"]
    assert sign not in name
    assert name.startswith("Soup")


def test_a_further_telephone_is_told_and_not_dropped_in_silence():
    numbers = [{"id": "1", "number": "555 0199"}, {"id": "2", "number": "555 0199"},
               {"id": "3", "number": "555 0200"}]  # fmt: skip
    found = compare_file(taken([theirs(phones=numbers)]))
    said = [(each.code, each.column, each.value) for each in found.problems]
    assert ("hsds-phone", "phone.number", "555 0200") in said
    assert sum(code == "hsds-phone" for code, *_rest in said) == 1
