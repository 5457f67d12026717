"""Every page: whole in the markup, in every reader's direction, small, and with few queries."""

from uuid import uuid4

import pytest
from django.db import connection, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amparo.foundation.core import clock
from amparo.foundation.core.encryption import values
from tests.support.batches import in_batches, tried
from tests.support.html import Page
from tests.support.markup import faults_of_markup
from tests.support.other_records import grow
from tests.support.responses import Visitor, ask_in, languages_tried
from tests.support.route_permissions import PAGES, address, person_shown

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

# A list of many costs as much as a list of few, and no page asks the database often. What takes
# longest comes first: nobody waits for it at the end.

MOST_QUERIES, MOST_OF_A_SAVE = 20, 28
# Beside them: keys that this process does not know yet, what is looked at again now and then,
# and on PostgreSQL the second wall.
BESIDE = ("core_datakey", "core_codelistedition", "SELECT set_config(", "SAVEPOINT")
# What a script fetches after these pages looks into every kind of record: it may ask more often,
# and never more for more records.
REST = {
    "cases:case": 24,
    "privacy:rights-prepare": 240,
    "returns:journey": 42,
    "counter_trafficking:way": 20,
    "training:event": 20,
    "campaigns:campaign": 24,
}
# These bring together what many kinds of records say of one thing; nothing of it asks for a row.
LIMITS = {f"{route}, the rest": most for route, most in REST.items()} | {
    "dialogue:commitment": 24, "funding:project": 28, "counter_trafficking:way": 21,
    "dialogue:desk": 22, "training:report": 34, "campaigns:campaign-edit": 22,
    "campaigns:report": 23,
}  # fmt: skip
SCRIPT = {"HX-Request": "true"}


def own(queries):
    """What the page itself asks."""
    return [each["sql"] for each in queries if not any(word in each["sql"] for word in BESIDE)]


def asked_by(dataset, clients, routes):
    """How often each page asks, in a browser that runs scripts; and what it fetches after some."""
    counts = {}
    for route in routes:
        client, url = clients[person_shown(route)], address(route, dataset)
        counts[route] = _asked(client, url)
        if route in REST:
            counts[f"{route}, the rest"] = _asked(client, url, headers=SCRIPT)
    return counts


def _asked(client, url, **more):
    values.evict_keys([])  # each page fetches the keys that it needs
    reset_queries()  # of a log that is full nothing is told
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        response = Visitor(client).get(url, **more)
        transaction.set_rollback(True)
    assert response.status_code == 200, url
    return len(own(queries))


def as_signed_in(client):
    """Another browser in the session of this one."""
    other = Client()
    other.cookies.update(client.cookies)
    return other


@pytest.fixture(scope="module")
def counts(shared_data, clients_by_person, django_db_blocker):
    """How often each page asks with more than it shows at once, and with still more.

    There are so many of each kind that a page which asks for every row asks more often than
    MOST_QUERIES: those that do not are looked at once.
    """
    # In one moment: that a screen was touched is noted once a minute, and costs a question.
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(clock.now()):
        # What happens to their sessions meanwhile is undone with all else.
        clients = {name: as_signed_in(client) for name, client in clients_by_person.items()}
        for client in clients.values():
            client.get("/account/", headers=SCRIPT)
        grow(shared_data, MOST_QUERIES + 1)
        few = asked_by(shared_data, clients, PAGES)
        grow(shared_data, 5)
        often = [r for r in PAGES if few[r] > MOST_QUERIES or r in REST]
        many = few | asked_by(shared_data, clients, often)
        transaction.set_rollback(True)
    return few, many


def test_no_page_asks_often(counts):
    _few, many = counts
    often = {r: count for r, count in many.items() if count > LIMITS.get(r, MOST_QUERIES)}
    assert often == {}


def test_many_cost_what_few_cost(counts):
    few, many = counts
    assert {r: (few[r], many[r]) for r in few if many[r] > few[r]} == {}


@pytest.mark.parametrize("route", REST)
def test_a_page_and_what_is_fetched_after_it_are_the_whole(route, shared_data, clients_by_person):
    """Who runs no scripts gets all of it at once, and so does whoever presses the button."""
    client, url = clients_by_person[person_shown(route)], address(route, shared_data)
    whole = ids_of(client.get(url))
    rest = ids_of(client.get(url, headers=SCRIPT))
    first = client.get(url)
    assert f'hx-get="{url}" hx-trigger="load, again"' in first.text
    assert "Show all" in first.text
    assert rest - ids_of(first)
    assert whole <= ids_of(first) | rest
    assert whole <= ids_of(client.get(f"{url}?all=1"))


def ids_of(response):
    assert response.status_code == 200
    return {each.attrs["id"] for each in Page(response.text).elements if "id" in each.attrs}


TODAY = "2026-01-05"
SAVES = {
    "cases:note-new": {"text": "She asked about school.", "kind": "note"},
    "planning:goal-new": {"text": "Task", "horizon": "medium", "level": "individual"},
    "cases:task-done": {"how": "She was in."},
    "planning:followup-new": {"on": TODAY, "mode": "call", "reached": "yes", "change": "same"},
}


@pytest.mark.parametrize("route", SAVES)
def test_no_save_asks_often(route, shared_data, clients_by_person):
    """Once, ledger, shadow columns and all."""
    with CaptureQueriesContext(connection) as queries:
        response = clients_by_person["caseworker"].post(
            address(route, shared_data), SAVES[route] | {"once": str(uuid4())}
        )
    assert response.status_code == 303
    assert len(own(queries)) <= MOST_OF_A_SAVE


@pytest.mark.nightly
@in_batches(PAGES)
def test_its_markup_is_whole(batch, shared_data, clients_by_person, subtests):
    """In a language that is written from the left, and in one that is written from the right. By
    day `tests/test_permissions.py` looks at the markup of each page in one of them.
    """
    for route in batch:
        client, url = clients_by_person[person_shown(route)], address(route, shared_data)
        with tried(route, subtests) as faults:
            for language in languages_tried(route):
                answer = ask_in(language, client, url, route=route, who=person_shown(route))
                faults += faults_of_markup(answer)
