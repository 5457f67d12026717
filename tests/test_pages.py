"""Every page: whole in the markup, in every reader's direction, small, and with few queries."""

import gzip
from collections import Counter
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amparo.foundation.core import clock
from amparo.foundation.core.encryption import values
from tests.support.batches import in_batches, tried
from tests.support.other_records import grow
from tests.support.responses import ask
from tests.support.route_permissions import PAGES, address, person_shown
from tests.support.sample_data import SECRETS

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

# A receipt is for the person, in the first language that the house and they share.
SPEAKS = {"assistance:service-receipt": "es"}
MOST_BYTES = 30_000


@in_batches(PAGES)
def test_its_markup_is_whole(batch, shared_data, clients_by_person, subtests):
    """In a language that is written from the left, and in one that is written from the right."""
    for route in batch:
        with tried(route, subtests) as faults:
            for language in ("es", "ar"):
                answer = ask_in(
                    language, clients_by_person[person_shown(route)], address(route, shared_data)
                )
                found = faults_of_markup(answer, SPEAKS.get(route, language))
                faults += [f"{answer}: {fault}" for fault in found]


def ask_in(language, client, url):
    reader = Client()
    reader.cookies.update(client.cookies)
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return ask(reader, "get", url, who=f"a reader of {language}")


def faults_of_markup(answer, language):
    if answer.status != 200:
        return [f"answered {answer.status}"]
    page = answer.page
    html = page.one("html").attrs
    direction = "rtl" if language == "ar" else "ltr"
    ids = Counter(each.attrs["id"] for each in page.elements if "id" in each.attrs)
    title, *_of_pictures = page.all("title")
    told = [*page.addresses, title.text]
    size = len(gzip.compress(answer.body))
    wrong = {
        "language and direction": (html["lang"], html.get("dir", "ltr")) != (language, direction),
        "number of h1": len(page.all("h1")) != 1,
        "empty title": not title.text.strip(),
        "id used twice": [each for each, times in ids.items() if times > 1],
        "form without protection": page.unprotected(),
        "field without label": page.unlabelled(),
        "somebody named": [said for said in told if any(secret in said for secret in SECRETS)],
        "bytes": size if size > MOST_BYTES else 0,
    }
    return [f"{what}: {found}" for what, found in wrong.items() if found]


# A list of many costs as much as a list of few, and no page asks the database often.

MOST_QUERIES = 28
# Beside them: keys that this process does not know yet, what is looked at again now and then,
# and on PostgreSQL the second wall.
BESIDE = ("core_datakey", "core_codelistedition", "SELECT set_config(", "SAVEPOINT")
# What is opened most often asks less: first pages, and the lists that they lead to.
MOST_OF_FIRST_PAGES = 20
FIRST_PAGES = (
    "assistance:today", "assistance:waiting", "assistance:waiting-team", "assistance:cases",
    "assistance:team", "assistance:received", "assistance:referrals", "assistance:help",
    "returns:index", "search", "data-overview", "system-overview",
)  # fmt: skip
# What looks once into every kind of record asks more often, and never more for more records.
LOOKS_EVERYWHERE = {
    "assistance:rights-prepare": 240, "assistance:case": 32, "person": 29, "people:person": 29,
    "returns:journey": 42,
}  # fmt: skip
LIMITS = LOOKS_EVERYWHERE | dict.fromkeys(FIRST_PAGES, MOST_OF_FIRST_PAGES)


def own(queries):
    """What the page itself asks."""
    return [each["sql"] for each in queries if not any(word in each["sql"] for word in BESIDE)]


def asked_by(house, clients):
    """How often each page asks."""
    counts = {}
    for route in PAGES:
        values.evict_keys([])  # each page fetches the keys that it needs
        with CaptureQueriesContext(connection) as queries:
            response = clients[person_shown(route)].get(address(route, house))
            assert response.status_code == 200, route
        counts[route] = len(own(queries))
    return counts


@pytest.fixture(scope="module")
def counts(shared_data, clients_by_person, django_db_blocker):
    """Twice with more than a page shows at once, and how often each page asks then."""
    # In one moment: that a screen was touched is noted once a minute, and costs a question.
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(clock.now()):
        grow(shared_data, 21)
        few = asked_by(shared_data, clients_by_person)
        grow(shared_data, 5)
        many = asked_by(shared_data, clients_by_person)
        transaction.set_rollback(True)
    return few, many


def test_no_page_asks_often(counts):
    _few, many = counts
    often = {r: count for r, count in many.items() if count > LIMITS.get(r, MOST_QUERIES)}
    assert often == {}


def test_many_cost_what_few_cost(counts):
    few, many = counts
    assert {r: (few[r], many[r]) for r in PAGES if many[r] > few[r]} == {}


TODAY = "2026-01-05"
SAVES = {
    "assistance:note-new": {"words": "She asked about school.", "kind": "note"},
    "assistance:goal-new": {"words": "Task", "horizon": "medium", "level": "individual"},
    "assistance:task-done": {},
    "assistance:followup-new": {"on": TODAY, "mode": "call", "reached": "yes", "change": "same"},
}


@pytest.mark.parametrize("route", SAVES)
def test_no_save_asks_often(route, shared_data, clients_by_person):
    """Once, ledger, shadow columns and all."""
    with CaptureQueriesContext(connection) as queries:
        response = clients_by_person["caseworker"].post(
            address(route, shared_data), SAVES[route] | {"once": str(uuid4())}
        )
    assert response.status_code == 303
    assert len(own(queries)) <= MOST_QUERIES
