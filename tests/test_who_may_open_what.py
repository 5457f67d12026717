"""Every page and every deed of the house, tried by every one of the cast."""

from contextlib import contextmanager
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from amparo.foundation.trust.clock import now
from amparo.foundation.trust.models import Grant
from tests.cast import Cast
from tests.doors import DOORS, NOBODY, SIGN_IN, address, routes
from tests.elsewhere import READERS, files

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
EVERYONE = (*Cast.STAFF, NOBODY)
OF_A_CASE = [route for route, door in DOORS.items() if door.at.get("ref") == "case"]
OF_A_FILE = [
    route
    for route, door in DOORS.items()
    if door.at.get("ref") in {
        "case", "rosa", "family", "member", "document", "contact", "consent", "hold", "task",
        "asked", "answered", "text",
    }
]  # fmt: skip
PAGES = [route for route, door in DOORS.items() if door.get == 200 and not door.is_public]


def try_door(client, method, url):
    """What is answered; what was done there is undone, cookies too."""
    visitor = Client()
    for name, morsel in client.cookies.items():
        visitor.cookies[name] = morsel.value
    with transaction.atomic():
        sent = {"once": str(uuid4())} if method == "post" else {}
        response = getattr(visitor, method)(url, sent)
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].startswith("/sign-in/?next="):
        return SIGN_IN
    return response.status_code


def test_v8_2_1_every_door_is_in_the_table():
    assert routes().keys() - DOORS.keys() == set(), "A line in tests/doors.py for each."


def test_the_table_names_no_door_that_is_gone():
    assert DOORS.keys() - routes().keys() == set()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", DOORS)
def test_v8_2_1_who_may_open_what(route, method, house, clients):
    url = address(route, house)
    said = {who: DOORS[route].answer(method, who) for who in EVERYONE}
    answered = {who: try_door(clients[who], method, url) for who in EVERYONE}
    wrong = [f"{who}: {answered[who]}" for who in said if said[who] != answered[who]]
    assert wrong == [], f"The table says: {said}"


@pytest.mark.parametrize("route", OF_A_CASE)
def test_v8_2_2_a_restricted_case_is_there_for_its_owner_and_who_has_leave(route, house, clients):
    method = "get" if DOORS[route].get != 405 else "post"
    url = address(route, hidden_world(house))
    answered = {who: try_door(clients[who], method, url) for who in (*EVERYONE, "keeper")}
    owner, keeper = answered.pop("caseworker"), answered.pop("keeper")
    assert owner == keeper != 404
    assert answered.pop(NOBODY) == SIGN_IN
    assert set(answered.values()) <= {404, 405}, answered


@pytest.fixture(scope="module")
def others(house):
    return files(house)


@pytest.mark.parametrize("sort", READERS)
@pytest.mark.parametrize("route", OF_A_FILE)
def test_v8_2_2_no_door_leads_into_a_file_that_is_not_theirs(route, sort, others, clients):
    """Of another office, restricted, closed: whatever part of it is asked for, it is not there."""
    method = "get" if DOORS[route].get != 405 else "post"
    url = address(route, others[sort])
    answered = {who: try_door(clients[who], method, url) for who in EVERYONE}
    assert answered.pop(NOBODY) == SIGN_IN
    readers = [answered.pop(who) for who in READERS[sort]]
    assert any(answer != 404 for answer in readers), "the file is there"
    assert set(answered.values()) == {404}, answered


@pytest.mark.parametrize("route", ["person", "people:person-edit", "people:consent-new"])
def test_v8_2_2_so_are_the_people_in_it(route, house, clients):
    """Neither those who registered her, nor her supervisor: only who accompanies her."""
    url = address(route, SimpleNamespace(**vars(house) | {"rosa": house.farida}))
    answered = {who: try_door(clients[who], "get", url) for who in (*Cast.STAFF, "keeper")}
    assert (answered.pop("caseworker"), answered.pop("keeper")) == (200, 200)
    assert set(answered.values()) == {404}


@pytest.mark.parametrize("who", sorted(set(Cast.STAFF) - {"caseworker"}))
def test_v8_2_2_no_page_speaks_of_a_restricted_case_to_others(who, house, clients):
    """Not in a list, not in a count that names it, not in a search, not in the calendar."""
    told = (house.hidden.number, f"/{house.hidden.ref}/", "Farida", "Nasser")
    with without_leave(getattr(house, who)):
        for route in PAGES:
            if DOORS[route].answer("get", who) != 200:
                continue
            page = clients[who].get(address(route, house)).getvalue().decode(errors="replace")
            assert not [word for word in told if word in page], route
        found = clients[who].post("/search/", {"q": "Farida Nasser", "name": "Farida Nasser"})
    assert "Nasser" not in found.content.decode().replace("Farida Nasser", "")


@contextmanager
def without_leave(user):
    """Some of this world have leave for such files, so that their doors can be tried: not now."""
    with transaction.atomic():
        Grant.objects.filter(user=user).update(ended_at=now())
        yield
        transaction.set_rollback(True)


def hidden_world(house):
    """The same world, in which one stands before the restricted case."""
    parts = {"case": house.hidden, "dependant": house.hidden_dependant}
    return SimpleNamespace(**vars(house) | vars(house.hidden_parts) | parts)
