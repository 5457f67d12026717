"""Every route, asked by everybody: who is answered what, and what is told and changed by it.

A failure names the route, the method, the address, the person, and what `tests/doors.py` says.
Every other promise about an answer is kept at the same answers: `tests/asvs/answers.py`.
"""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.db import transaction

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Grant
from tests.asvs.answers import faults_of
from tests.cast import Cast
from tests.doors import DOORS, NOBODY, PAGES, SIGN_IN, address, routes
from tests.elsewhere import READERS, files
from tests.support.answers import EVERYBODY, ask, ask_as_everybody
from tests.support.batches import in_batches, tried
from tests.support.forms_sent_back import faults_of_form_sent_back

pytestmark = pytest.mark.django_db
OF_A_CASE = [route for route, door in DOORS.items() if door.at.get("ref") == "case"]
OF_A_FILE = [
    route
    for route, door in DOORS.items()
    if door.at.get("ref") in {
        "case", "rosa", "family", "member", "document", "contact", "consent", "hold", "task",
        "asked", "answered", "text",
    }
]  # fmt: skip
SHOWN = [route for route, door in DOORS.items() if door.get == 200 and not door.is_public]
OTHERS = [who for who in Cast.STAFF if who != "caseworker"]


def test_v8_2_1_every_door_is_in_the_table():
    assert routes().keys() - DOORS.keys() == set(), "A line in tests/doors.py for each."


def test_the_table_names_no_door_that_is_gone():
    assert DOORS.keys() - routes().keys() == set()


@in_batches(DOORS)
def test_v8_2_1_who_may_open_what(batch, house, clients, subtests):
    """And at each of these answers: what browsers are told, that looking changes nothing, and that
    a form that comes back says what is missing.
    """
    unspoken = Unspoken(house)
    for route in batch:
        with tried(route, subtests) as faults:
            pages = 0
            for answer in ask_as_everybody(route, house, clients):
                faults += not_in_the_table(answer)
                faults += faults_of(answer)
                faults += unspoken.found_in(answer)
                faults += faults_of_form_sent_back(answer)
                pages += answer.is_html and answer.response.status_code == 200
            if route in PAGES and not pages:
                faults.append("nobody was shown the page, so that it could be looked at")


def not_in_the_table(answer):
    if answer.method not in ("get", "post"):
        return []
    expected = DOORS[answer.route].answer(answer.method, answer.who)
    if answer.status == expected:
        return []
    return [f"{answer}: {answer.status}, and tests/doors.py says {expected}"]


class Unspoken:
    """What tells of the restricted case: in no list, count, search or calendar of others."""

    def __init__(self, house):
        self.words = (house.hidden.number, f"/{house.hidden.ref}/", "Farida", "Nasser")
        granted = Grant.objects.values_list("user", flat=True)
        self.without_leave = {who for who in OTHERS if getattr(house, who).pk not in granted}

    def found_in(self, answer):
        if answer.route not in SHOWN or (answer.method, answer.response.status_code) != (
            "get",
            200,
        ):
            return []
        if answer.who not in self.without_leave:
            return []
        return [f"{answer}: names {word}" for word in self.words if word in answer.text]


@in_batches(SHOWN)
def test_v8_2_2_no_page_speaks_of_a_restricted_case_to_others(batch, house, clients, subtests):
    """Some of them were given leave for other files, or for these: here it has ended.

    Whoever never had leave is shown the same pages by `test_v8_2_1_who_may_open_what`.
    """
    unspoken = Unspoken(house)
    for who in set(OTHERS) - unspoken.without_leave:
        with without_leave(getattr(house, who)):
            unspoken.without_leave.add(who)
            for route in batch:
                with tried(route, subtests) as faults:
                    url = address(route, house)
                    if DOORS[route].answer("get", who) == 200:
                        answer = ask(clients[who], "get", url, route=route, who=who)
                        faults += unspoken.found_in(answer)


@pytest.mark.parametrize("who", OTHERS)
def test_v8_2_2_no_search_finds_them(who, house, clients):
    with without_leave(getattr(house, who)):
        sent = {"q": "Farida Nasser", "name": "Farida Nasser"}
        found = ask(clients[who], "post", "/search/", sent)
    assert "Nasser" not in found.text.replace("Farida Nasser", "")


@in_batches(OF_A_CASE)
def test_v8_2_2_a_restricted_case_is_there_for_its_owner_and_who_has_leave(
    batch, house, clients, subtests
):
    hidden = hidden_world(house)
    for route in batch:
        with tried(route, subtests) as faults:
            answered, where = answers_of(route, hidden, clients, (*EVERYBODY, "keeper"))
            owner, keeper = answered.pop("caseworker"), answered.pop("keeper")
            if not owner == keeper != 404:
                faults.append(f"{where}: {owner} to its caseworker, {keeper} to who has leave")
            faults += shut_to(answered, where, 404, 405)


@pytest.fixture(scope="module")
def others(house):
    return files(house)


@pytest.mark.parametrize("sort", READERS)
@in_batches(OF_A_FILE)
def test_v8_2_2_no_door_leads_into_a_file_that_is_not_theirs(
    batch, sort, others, clients, subtests
):
    """Of another office, restricted, closed: whatever part of it is asked for, it is not there."""
    for route in batch:
        with tried(route, subtests) as faults:
            answered, where = answers_of(route, others[sort], clients, EVERYBODY)
            readers = [answered.pop(who) for who in READERS[sort]]
            if all(answer == 404 for answer in readers):
                faults.append(f"{where}: 404 to all of {sorted(READERS[sort])}, who may read it")
            faults += shut_to(answered, where, 404)


@pytest.mark.parametrize("route", ["person", "people:person-edit", "people:consent-new"])
def test_v8_2_2_so_are_the_people_in_it(route, house, clients):
    """Neither those who registered her, nor her supervisor: only who accompanies her."""
    world = SimpleNamespace(**vars(house) | {"rosa": house.farida})
    answered, where = answers_of(route, world, clients, (*EVERYBODY, "keeper"))
    assert (answered.pop("caseworker"), answered.pop("keeper")) == (200, 200)
    assert shut_to(answered, where, 404) == []


def answers_of(route, world, clients, people):
    """What each of them is answered at this record of that world, and where that is."""
    method, url = "get" if DOORS[route].get != 405 else "post", address(route, world)
    answered = {who: ask(clients[who], method, url).status for who in people}
    return answered, f"{method.upper()} {url}"


def shut_to(answered, where, *statuses):
    expected = {who: (SIGN_IN,) if who == NOBODY else statuses for who in answered}
    return [
        f"{where} as {who}: {answer}, and not {' or '.join(map(str, expected[who]))}"
        for who, answer in answered.items()
        if answer not in expected[who]
    ]


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
