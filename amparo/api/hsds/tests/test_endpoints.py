"""Other directories read ours: in the words of HSDS 3, a page at a time, and no safe house."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator

from amparo.foundation.core import clock
from amparo.foundation.directory.hsds import taxonomies
from amparo.foundation.directory.hsds.schema import stable_id
from amparo.foundation.directory.models import Service
from amparo.foundation.directory.tests.schema_validation import PAGE, wrong

NOBODYS = "2f1a9c1e-6d0b-4c53-9b0e-7a5f3d0c8e11"  # names nothing that is there
pytestmark = pytest.mark.django_db
LISTS = (
    ("services", "service"),
    ("services?full=true", "service"),
    ("service_at_locations", "service_at_location"),
    ("service_at_locations?full=true", "service_at_location"),
    ("organizations", "organization"),
    ("organizations?full=true", "organization"),
    ("taxonomies", "taxonomy"),
    ("taxonomy_terms?per_page=100", "taxonomy_term"),
)
FOOD = stable_id("taxonomy_term", "service_type", "food")
SHELTER = stable_id("taxonomy_term", "service_type", "shelter")


def get(client, path, **headers):
    return client.get(f"/api/hsds/{path}", headers=headers)


def fetch(client, path):
    answered = get(client, path)
    assert answered.status_code == 200, answered.content
    return json.loads(answered.content)


@pytest.fixture
def many(provider, hall):
    return [
        Service.offer(provider, by=None, types=["food"], at=[hall], name={"es": f"Mesa {number}"})
        for number in range(7)
    ]


@pytest.mark.parametrize(("path", "table"), LISTS)
def test_every_list_is_what_the_official_schemas_say(client, shelter, path, table):
    page = fetch(client, path)
    assert not list(Draft202012Validator(PAGE).iter_errors(page))
    assert page["contents"]
    assert [wrong(each, table) for each in page["contents"]] == [[]] * page["size"]


def test_so_is_every_single_record(client, shelter):
    service_at_location = shelter.service_at_locations.get()
    for path, table in (
        (f"services/{shelter.ref}", "service"),
        (f"organizations/{shelter.provider.ref}", "organization"),
        (f"service_at_locations/{service_at_location.ref}", "service_at_location"),
        (f"taxonomies/{taxonomies.taxonomies()[0]['id']}", "taxonomy"),
        (f"taxonomy_terms/{SHELTER}", "taxonomy_term"),
    ):
        assert wrong(fetch(client, path), table) == [], path
    assert fetch(client, f"services/{shelter.ref}")["service_at_locations"][0]["schedules"]
    assert fetch(client, f"organizations/{shelter.provider.ref}")["locations"]


def test_it_says_which_hsds_it_speaks_and_where_it_is_described(client, db):
    about = fetch(client, "")
    assert about["version"] == "3.1"
    path = about["openapi_url"].partition("testserver")[2]
    described = client.get(path).json()
    assert "/api/hsds/services" in described["paths"]


def test_lists_come_a_page_at_a_time(client, many):
    first = fetch(client, "services?per_page=3")
    last = fetch(client, "services?per_page=3&page=3")
    beyond = fetch(client, "services?per_page=3&page=4")
    assert (first["total_items"], first["total_pages"], first["size"]) == (7, 3, 3)
    assert (first["first_page"], first["last_page"]) == (True, False)
    assert (last["size"], last["last_page"], beyond["empty"]) == (1, True, True)
    refs = {each["id"] for page in (1, 2, 3)
            for each in fetch(client, f"services?per_page=3&page={page}")["contents"]}  # fmt: skip
    assert refs == {str(each.ref) for each in many}


@pytest.mark.parametrize("path", ["services", "service_at_locations", "organizations",
                                  "taxonomies", "taxonomy_terms"])  # fmt: skip
def test_a_page_far_beyond_the_last_one_is_an_empty_page(client, shelter, path):
    beyond = fetch(client, f"{path}?page=1000000")
    assert not list(Draft202012Validator(PAGE).iter_errors(beyond))
    assert (beyond["empty"], beyond["contents"], beyond["size"]) == (True, [], 0)
    assert (beyond["page_number"], beyond["last_page"]) == (1_000_000, True)
    assert beyond["total_items"] > 0


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("search=JOSE+albergue", 1),
        ("search=القديس", 1),
        ("search=cruz+del+sur", 8),
        ("search=hospital", 0),
        (f"taxonomy_term_id={FOOD}", 7),
        (f"taxonomy_term_id={SHELTER}", 1),
        (f"taxonomy_term_id={NOBODYS}", 0),
        (f"taxonomy_id={NOBODYS}", 0),
        (f"organization_id={NOBODYS}", 0),
        (f"taxonomy_term_id={stable_id('taxonomy_term', 'amparo', 'asks_for_papers')}", 1),
    ],
)
def test_one_asks_for_some_of_them(client, shelter, many, asked, count):
    assert fetch(client, f"services?{asked}")["total_items"] == count


def test_whoever_keeps_a_copy_asks_for_what_changed_since(client, many, supervisor):
    later = datetime.now(UTC) + timedelta(days=2)
    with clock.at(later):
        many[0].confirm("call", by=supervisor)
    since = (later - timedelta(hours=1)).isoformat().replace("+00:00", "Z")
    page = fetch(client, f"services?minimal=true&modified_after={since}")
    assert [each["id"] for each in page["contents"]] == [str(many[0].ref)]
    assert set(page["contents"][0]) == {"id", "last_modified"}


def test_all_of_them_come_a_line_each(client, many):
    answered = get(client, "services?format=ndjson")
    assert answered["Content-Type"] == "application/x-ndjson"
    rows = [json.loads(line) for line in answered.content.splitlines()]
    assert len(rows) == 7
    assert not any(wrong(each) for each in rows)


@pytest.mark.parametrize(
    "asked",
    ["page=0", "per_page=1000", "page=x", "page=-1", "modified_after=soon", "format=xml",
     "taxonomy_term_id=1", f"search={'x' * 300}"],
)  # fmt: skip
def test_what_is_asked_wrongly_is_said(client, db, asked):
    answered = get(client, f"services?{asked}", **{"accept-language": "en"})
    assert answered.status_code == 422
    assert answered["Content-Type"] == "application/problem+json"
    assert json.loads(answered.content)["errors"]


def test_a_safe_house_is_in_no_answer_no_count_and_no_search(client, shelter, safe_house):
    service_at_location = safe_house.service_at_locations.get()
    records = (safe_house, service_at_location, service_at_location.location)
    hidden = (*(str(each.ref) for each in records), "reservada", "Camino Secreto")
    for path, _table in LISTS:
        text = get(client, path).content.decode()
        assert not [word for word in hidden if word in text], path
    for path in ("services", "service_at_locations"):
        assert fetch(client, path)["total_items"] == 1
        assert fetch(client, f"{path}?search=refugio+reservada")["total_items"] == 0
    for path in (f"services/{safe_house.ref}", f"service_at_locations/{service_at_location.ref}"):
        assert get(client, path).status_code == 404


def test_an_organization_that_runs_a_safe_house_alone_is_not_there(client, safe_house):
    assert fetch(client, "organizations")["total_items"] == 0
    assert get(client, f"organizations/{safe_house.provider.ref}").status_code == 404


def test_when_a_service_becomes_a_safe_house_no_kept_answer_tells_of_it(client, shelter):
    path = f"services/{shelter.ref}"
    assert get(client, path).status_code == 200
    shelter.change(by=None, is_confidential=True)
    assert get(client, path).status_code == 404
    assert fetch(client, "services")["total_items"] == 0


def test_its_mark_does_not_move_when_a_safe_house_changes(client, shelter, safe_house):
    first = get(client, "services")["ETag"]
    safe_house.change(by=None, phone="555 0199")
    assert get(client, "services")["ETag"] == first
    shelter.change(by=None, phone="555 0198")
    assert get(client, "services")["ETag"] != first


def test_who_has_it_already_is_told_so(client, shelter):
    answered = get(client, "services")
    assert answered["Cache-Control"] == "public, max-age=300"
    again = get(client, "services", **{"if-none-match": answered["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (
        get(client, "services", **{"if-modified-since": answered["Last-Modified"]}).status_code
        == 304
    )


def test_the_second_time_it_comes_from_memory(client, shelter, django_assert_max_num_queries):
    with CaptureQueriesContext(connection) as first:
        get(client, "services?full=true")
    with django_assert_max_num_queries(4):  # two of them are the second wall's
        get(client, "services?full=true")
    assert len(first) > 5


def test_any_page_of_the_web_may_read_it_and_no_cookie_goes_along(client, caseworker, shelter):
    client.force_login(caseworker)
    answered = get(client, "services", origin="https://example.org")
    assert answered["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answered.headers
    assert answered["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not answered.cookies
    assert client.post("/api/hsds/services").status_code == 405
    other = client.get("/api/me", headers={"origin": "https://example.org"})
    assert "Access-Control-Allow-Origin" not in other.headers, "this part of the API alone"


def test_an_address_that_asks_without_end_is_asked_to_wait(client, shelter, monkeypatch):
    monkeypatch.setattr("amparo.api.hsds.endpoints.CALLS_A_MINUTE", 3)
    assert [get(client, "taxonomies").status_code for _turn in range(4)] == [200, 200, 200, 429]
    busy = get(client, "taxonomies")
    assert busy["Retry-After"] == "60"
    elsewhere = client.get("/api/hsds/taxonomies", REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 200


def test_the_page_about_it_loads_nothing_from_elsewhere(client, db):
    page = client.get("/api/docs").content.decode()
    assert "/api/hsds/services" in page
    assert "cdn" not in page
    assert 'src="http' not in page
