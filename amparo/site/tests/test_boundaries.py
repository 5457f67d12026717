"""Importing boundaries: a file, what it would do, the import; who may, and what is refused."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from amparo.foundation.people.models import BoundarySet, BoundaryUpload, Place
from amparo.foundation.people.models import boundaries as models

pytestmark = pytest.mark.django_db

NEW = "/boundaries/new/"


@pytest.fixture(autouse=True)
def regions(db):
    return [
        Place.create(by=None, name=name, kind="region", country="BO", pcode=code)
        for name, code in (("La Paz", "BO02"), ("Oruro", "BO04"), ("Beni", ""))
    ]


@pytest.fixture
def officer(client, data_officer):
    client.force_login(data_officer)
    return client


def area(code, west, name="", **more):
    ring = [[west, -18], [west + 1, -18], [west + 1, -17], [west, -17], [west, -18]]
    properties = {"ADM1_PCODE": code, "ADM1_ES": name or f"Area {code}", "ADM0_PCODE": "BO"}
    return {
        "type": "Feature", "properties": properties | more,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }  # fmt: skip


def file_of(*areas, name="areas.geojson"):
    content = json.dumps({"type": "FeatureCollection", "features": areas})
    return SimpleUploadedFile(name, content.encode(), "application/geo+json")


def form(file, **more):
    return {
        "country": "BO", "level": "1", "file": file, "source": "COD-AB 2020",
        "licence": "CC BY-IGO", "dated_on": "2020-05-14",
    } | more  # fmt: skip


GOOD = (area("BO02", -68), area("BO04", -67), area("BO77", -66, "Nueva"))


def test_a_file_is_checked_first_and_imported_after(officer):
    answer = officer.post(NEW, form(file_of(*GOOD)))
    assert answer.status_code == 303
    page = officer.get(answer.url).text
    assert "Known here by p-code" in page
    assert "La Paz" in page
    assert "Nueva" in page
    assert "Not in this file, and on no map:" in page
    assert "Beni" in page
    assert not BoundarySet.objects.exists()

    done = officer.post(answer.url, {"code": "ADM1_PCODE", "name": "ADM1_ES"})

    assert done.status_code == 303
    shown = officer.get(done.url).text
    assert 'id="chart-areas"' in shown
    assert "COD-AB 2020" in shown
    assert "do not imply official endorsement" in shown
    assert "COD-AB 2020" in officer.get("/boundaries/").text


def test_another_property_can_be_chosen(officer):
    answer = officer.post(NEW, form(file_of(*GOOD)))

    page = officer.get(answer.url + "?code=ADM0_PCODE&name=ADM1_ES").text

    assert "Several areas have the same code" in page
    assert ">Import boundaries</button>" not in page
    refused = officer.post(answer.url, {"code": "ADM0_PCODE", "name": "ADM1_ES"})
    assert refused.status_code == 422
    assert "stands on 3 areas" in refused.text


def test_outlines_with_problems_are_listed(officer):
    point = area("BO04", -67) | {"geometry": {"type": "Point", "coordinates": [-67, -18]}}
    answer = officer.post(NEW, form(file_of(area("BO02", -68), point)))

    assert "It is a point or a line and no area, and is left out." in officer.get(answer.url).text


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("a.csv", b"pcode,name"), "This is no GeoJSON"),
        (SimpleUploadedFile("a.zip", b"PK\x03\x04zip"), "This is a ZIP file"),
        (SimpleUploadedFile("a.geojson", b""), "empty"),
        (file_of(area("BO02", 20)), "do not lie in Bolivia"),
    ],
)
def test_what_is_no_such_file_is_refused_on_the_form(officer, file, words):
    answer = officer.post(NEW, form(file))

    assert answer.status_code == 422
    assert words in answer.text
    assert "COD-AB 2020" in answer.text  # what was written stays
    assert not BoundaryUpload.objects.exists()


def test_a_form_without_its_source_is_not_taken(officer):
    assert officer.post(NEW, form(file_of(*GOOD), source="")).status_code == 422
    assert officer.post(NEW, form(file_of(*GOOD), level="3")).status_code == 422
    assert officer.post(NEW, form(file_of(*GOOD), country="XX")).status_code == 422
    assert officer.post(NEW, form(file_of(*GOOD), dated_on="2999-01-01")).status_code == 422


def test_a_large_file_waits_for_a_worker(officer, run_jobs, monkeypatch):
    monkeypatch.setattr(models, "LARGE", 10)
    answer = officer.post(NEW, form(file_of(*GOOD)))
    assert "This takes a minute or two" in officer.get(answer.url).text

    run_jobs()
    assert "Known here by p-code" in officer.get(answer.url).text
    officer.post(answer.url, {"code": "ADM1_PCODE", "name": "ADM1_ES"})
    assert "This takes a minute or two" in officer.get(answer.url).text
    run_jobs()

    assert BoundarySet.objects.get().count == 3


def test_a_file_is_deleted_and_boundaries_are_removed(officer):
    first = officer.post(NEW, form(file_of(*GOOD)))
    officer.post(f"{first.url}discard/")
    assert not BoundaryUpload.objects.exists()
    second = officer.post(NEW, form(file_of(*GOOD)))
    done = officer.post(second.url, {"code": "ADM1_PCODE", "name": "ADM1_ES"})

    assert officer.post(f"{done.url}remove/").status_code == 303

    assert not BoundarySet.objects.in_force().exists()
    assert "drawn no longer" in officer.get(done.url).text


def test_an_administrator_imports_too(client, administrator):
    client.force_login(administrator)
    answer = client.post(NEW, form(file_of(*GOOD)))
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize("user", ["caseworker", "supervisor", "auditor", "nurse", "official"])
def test_nobody_else_imports(client, request, user):
    client.force_login(request.getfixturevalue(user))
    assert client.get("/boundaries/").status_code in (403, 404)
    assert client.post(NEW, form(file_of(*GOOD))).status_code in (403, 404)


def test_the_file_of_another_office_is_not_there(client, data_officer, officer, other_office):
    answer = officer.post(NEW, form(file_of(*GOOD)))
    BoundaryUpload.objects.update(office=other_office)
    assert officer.get(answer.url).status_code == 404
    assert officer.post(f"{answer.url}discard/").status_code in (403, 404)
    assert BoundaryUpload.objects.exists()
