"""Every route, asked by everybody: who is answered what, and what is told and changed by it.

A failure names the route, the method, the address, the person, and what is expected by
`tests/support/route_permissions`. Every other promise about an answer is kept at the same answers:
`tests/asvs/response_checks.py`. A supervisor who looks as a colleague gains nothing by it.
"""

import re
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test import Client

from amparo.foundation.core import clock
from amparo.foundation.core.accounts.sessions import keep_counts
from amparo.foundation.core.clock import now
from amparo.foundation.core.extension_points import impersonation_routes
from amparo.foundation.core.models import AuditEntry, RestrictedGroupAccess
from amparo.foundation.core.permissions import impersonation
from tests.asvs.response_checks import faults_of
from tests.support.batches import in_batches, tried
from tests.support.cast import Cast
from tests.support.markup import faults_of_markup
from tests.support.other_records import READERS, files
from tests.support.responses import (
    EVERYBODY,
    MAY_CHANGE,
    ask,
    ask_as_everybody,
    faults_of_form_sent_back,
    some_of,
)
from tests.support.route_kinds import NOBODY, SIGN_IN
from tests.support.route_permissions import PAGES, ROUTE_PERMISSIONS, address, routes

pytestmark = pytest.mark.django_db
OF_A_CASE = [route for route, door in ROUTE_PERMISSIONS.items() if door.at.get("ref") == "case"]
OF_A_FILE = [
    route
    for route, door in ROUTE_PERMISSIONS.items()
    if door.at.get("ref") in {
        "case", "rosa", "family", "member", "document", "contact", "consent", "hold", "task",
        "asked", "answered", "text",
    }
]  # fmt: skip
SHOWN = [
    route for route, door in ROUTE_PERMISSIONS.items() if door.get == 200 and not door.is_public
]
OTHERS = [who for who in Cast.STAFF if who != "caseworker"]


@pytest.fixture(autouse=True)
def signed_in_just_now(request):
    """Everybody proved lately who they are, however long the tests before this one took, and
    opened a page within this minute.
    """
    if "clients_by_person" in request.fixturenames:
        for client in request.getfixturevalue("clients_by_person").values():
            session = client.session
            if session.session_key:
                session["fresh"] = session["seen"] = now().isoformat()
                if "counts" in session:
                    keep_counts(session, session["counts"]["counts"])
                session.save()


def test_v8_2_1_every_route_is_in_the_table():
    assert routes().keys() - ROUTE_PERMISSIONS.keys() == set(), (
        "A line in tests/support/route_permissions for each."
    )


def test_the_table_names_no_route_that_is_gone():
    assert ROUTE_PERMISSIONS.keys() - routes().keys() == set()


@in_batches(ROUTE_PERMISSIONS)
def test_v8_2_1_who_may_open_what(batch, shared_data, clients_by_person, subtests):
    """And at each of these answers: what browsers are told, that looking changes nothing, that a
    form that comes back says what is missing, and that the markup of a page is whole.
    """
    unspoken = Unspoken(shared_data)
    for route in batch:
        with tried(route, subtests) as faults:
            pages = 0
            for answer in ask_as_everybody(route, shared_data, clients_by_person):
                faults += not_in_the_table(answer)
                faults += faults_of(answer)
                faults += unspoken.found_in(answer)
                faults += faults_of_form_sent_back(answer)
                faults += faults_of_markup(answer)
                pages += answer.is_html and answer.response.status_code == 200
            if route in PAGES and not pages:
                faults.append("nobody was shown the page, so that it could be looked at")


def not_in_the_table(answer):
    if answer.method not in ("get", "post"):
        return []
    expected = ROUTE_PERMISSIONS[answer.route].answer(answer.method, answer.who)
    if answer.status == expected:
        return []
    if (connection.vendor, expected, answer.status) == ("postgresql", 403, 404):
        return []  # the second wall hides a record whose page joins one that is not theirs
    return [f"{answer}: {answer.status}, and expected is {expected}"]


class Unspoken:
    """What tells of the restricted case: in no list, count, search or calendar of others."""

    def __init__(self, house):
        self.words = (house.hidden.number, f"/{house.hidden.ref}/", "Farida", "Nasser")
        granted = RestrictedGroupAccess.objects.values_list("user", flat=True)
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


@in_batches(SHOWN, by_day=4)
def test_v8_2_2_no_page_speaks_of_a_restricted_case_to_others(
    batch, shared_data, clients_by_person, subtests
):
    """Some of them were given leave for other files, or for these: here it has ended.

    Whoever never had leave is shown the same pages by `test_v8_2_1_who_may_open_what`.
    """
    unspoken = Unspoken(shared_data)
    for who in set(OTHERS) - unspoken.without_leave:
        with without_leave(getattr(shared_data, who)):
            unspoken.without_leave.add(who)
            for route in batch:
                with tried(route, subtests) as faults:
                    url = address(route, shared_data)
                    if ROUTE_PERMISSIONS[route].answer("get", who) == 200:
                        answer = ask(clients_by_person[who], "get", url, route=route, who=who)
                        faults += unspoken.found_in(answer)


@pytest.mark.parametrize("who", OTHERS)
def test_v8_2_2_no_search_finds_them(who, shared_data, clients_by_person):
    with without_leave(getattr(shared_data, who)):
        sent = {"q": "Farida Nasser", "name": "Farida Nasser"}
        found = ask(clients_by_person[who], "post", "/search/", sent)
    assert "Nasser" not in found.text.replace("Farida Nasser", "")


@in_batches(OF_A_CASE, by_day=2)
def test_v8_2_2_a_restricted_case_is_there_for_its_owner_and_who_has_leave(
    batch, shared_data, clients_by_person, subtests
):
    hidden = hidden_world(shared_data)
    for route in batch:
        with tried(route, subtests) as faults:
            people = some_of((*EVERYBODY, "keeper"), route, {"caseworker", "keeper", "supervisor"})
            answered, where = answers_of(route, hidden, clients_by_person, people)
            owner, keeper = answered.pop("caseworker"), answered.pop("keeper")
            if not owner == keeper != 404:
                faults.append(f"{where}: {owner} to its caseworker, {keeper} to who has leave")
            faults += shut_to(answered, where, 404, 405)


@pytest.fixture(scope="module")
def others(shared_data):
    return files(shared_data)


@pytest.mark.parametrize("sort", READERS)
@in_batches(OF_A_FILE, by_day=2)
def test_v8_2_2_no_route_leads_into_a_file_that_is_not_theirs(
    batch, sort, others, clients_by_person, subtests
):
    """Of another office, restricted, closed: whatever part of it is asked for, it is not there."""
    for route in batch:
        with tried(route, subtests) as faults:
            people = some_of(EVERYBODY, route, READERS[sort])
            answered, where = answers_of(route, others[sort], clients_by_person, people)
            readers = [answered.pop(who) for who in READERS[sort]]
            if all(answer == 404 for answer in readers):
                faults.append(f"{where}: 404 to all of {sorted(READERS[sort])}, who may read it")
            faults += shut_to(answered, where, 404)


@pytest.mark.parametrize("route", ["person", "people:person-edit", "people:consent-new"])
def test_v8_2_2_so_are_the_people_in_it(route, shared_data, clients_by_person):
    """Neither those who registered her, nor her supervisor: only who accompanies her."""
    world = SimpleNamespace(**vars(shared_data) | {"rosa": shared_data.farida})
    answered, where = answers_of(route, world, clients_by_person, (*EVERYBODY, "keeper"))
    assert (answered.pop("caseworker"), answered.pop("keeper")) == (200, 200)
    assert shut_to(answered, where, 404) == []


def answers_of(route, world, clients, people):
    """What each of them is answered at this record of that world, and where that is."""
    method, url = "get" if ROUTE_PERMISSIONS[route].get != 405 else "post", address(route, world)
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
        RestrictedGroupAccess.objects.filter(user=user).update(ended_at=now())
        yield
        transaction.set_rollback(True)


def hidden_world(house):
    """The same world, in which one stands before the restricted case."""
    parts = {"case": house.hidden, "dependant": house.hidden_dependant}
    return SimpleNamespace(**vars(house) | vars(house.hidden_parts) | parts)


# A supervisor looks at the house as a colleague has it, and gains nothing by it.


@pytest.fixture
def looking_client(shared_data):
    """The supervisor of Lucía, looking as her."""
    client = Client()
    client.force_login(shared_data.supervisor)
    assert client.post(f"/look/{shared_data.caseworker.ref}/").status_code == 303
    return client


def test_it_shows_what_the_colleague_sees_and_says_so(looking_client, shared_data):
    home = looking_client.get("/", follow=True)
    page = home.content.decode()
    assert home.redirect_chain[-1][0] == "/today/"
    assert "You are viewing as" in page
    assert shared_data.caseworker.name in page
    assert shared_data.case.number in looking_client.get("/cases/").content.decode()


@in_batches(
    (route for route, door in ROUTE_PERMISSIONS.items() if door.get in (200, 302)), by_day=4
)
def test_no_route_opens_that_is_shut_to_either_of_them(
    batch, shared_data, clients_by_person, looking_client, subtests
):
    """And nothing is shown of what the supervisor may not see: Lucía accompanies a trafficked
    person; her supervisor has no leave for such files.
    """
    unspoken = (
        shared_data.hidden.number,
        f"/{shared_data.hidden.ref}/",
        "Farida",
        "Nasser",
        "Samir",
    )
    for route in batch:
        with tried(route, subtests) as faults:
            answer = ask(looking_client, "get", address(route, shared_data), who="looking")
            if answer.response.status_code in (200, 302) and not is_own(route):
                faults += opened_to_neither(route, answer.url, clients_by_person)
            elif answer.response.status_code not in (200, 302, 404, 403, 409):
                faults.append(f"{answer}: {answer.status}")
            if route in impersonation_routes:
                faults += [f"{answer}: names {word}" for word in unspoken if word in answer.text]


def is_own(route):
    """Open to anybody, or what one does with one's own eyes."""
    return ROUTE_PERMISSIONS[route].is_public or route == "impersonation-end"


def opened_to_neither(route, url, clients):
    """What is wrong with its being open to who looks: as who looks, and as whom."""
    if route not in {*impersonation_routes, "sign-in", "home"}:
        return [f"{url} is open, and is none of the pages that may be looked at"]
    people = ("caseworker", "supervisor")
    asked = [ask(clients[who], "get", url, who=who) for who in people]
    # A record is open to both of them; a list belongs to the role of the colleague.
    must_open = asked if ROUTE_PERMISSIONS[route].at else asked[:1]
    return [
        f"{each}: {each.response.status_code}, and it opens to who looks"
        for each in must_open
        if each.response.status_code not in (200, 302)
    ]


@pytest.mark.parametrize("url", ["/cases/{house.hidden.ref}/", "/people/{house.farida.ref}/"])
def test_nothing_is_there_of_what_the_supervisor_may_not_see(url, shared_data, looking_client):
    assert ask(looking_client, "get", url.format(house=shared_data)).status == 404


@in_batches((route for route, door in ROUTE_PERMISSIONS.items() if door.post != 405), by_day=4)
def test_nothing_is_done(batch, shared_data, looking_client, subtests):
    for route in batch:
        if route in impersonation.OWN or ROUTE_PERMISSIONS[route].is_public or route == "sign-in":
            continue
        with tried(route, subtests) as faults:
            answer = ask(looking_client, "post", address(route, shared_data), {}, who="looking")
            if answer.status not in (409, 404):
                faults.append(f"{answer}: {answer.status}, and not 409 or 404")
            if changed := answer.written - MAY_CHANGE:
                faults.append(f"{answer}: wrote into {sorted(changed)}")


def test_the_account_of_the_colleague_stays_their_own(looking_client, shared_data):
    for url in ("/account/", "/notices/", "/calendar/"):
        page = looking_client.get(url)
        assert page.status_code == 409
        assert shared_data.caseworker.calendar_key not in page.content.decode()


def test_the_ledger_names_both(looking_client, shared_data):
    before = AuditEntry.objects.count()
    looking_client.get(f"/cases/{shared_data.case.ref}/")
    line = AuditEntry.objects.filter(event="case.seen").order_by("-pk").first()
    assert AuditEntry.objects.count() > before
    assert line.by == shared_data.supervisor
    assert line.details["as"] == str(shared_data.caseworker.ref)
    begun = AuditEntry.objects.filter(event="look.begun").latest("pk")
    assert (begun.by, begun.record_ref) == (shared_data.supervisor, shared_data.caseworker.ref)


def test_it_ends_when_they_say_so(looking_client):
    looking_client.post("/look/end/")
    assert looking_client.get("/", follow=True).redirect_chain[-1][0] == "/waiting/"


def test_it_ends_by_itself_after_a_quarter_of_an_hour(looking_client):
    with clock.at(now() + timedelta(minutes=16)):
        page = looking_client.get("/", follow=True)
    assert page.redirect_chain[-1][0] == "/waiting/"


def test_it_ends_with_the_role_by_which_they_may(shared_data, looking_client):
    with transaction.atomic():
        shared_data.supervisor.end_role(
            shared_data.supervisor.memberships.get(), by=shared_data.administrator
        )
        page = looking_client.get(f"/cases/{shared_data.case.ref}/")
        transaction.set_rollback(True)
    shared_data.supervisor._clear_cached_permissions()
    assert page.status_code == 404


def test_nobody_looks_as_somebody_they_do_not_answer_for(shared_data, clients_by_person):
    client = Client()
    client.force_login(shared_data.supervisor)
    for other in (
        shared_data.stranger,
        shared_data.administrator,
        shared_data.data_officer,
        shared_data.supervisor,
    ):
        assert client.post(f"/look/{other.ref}/").status_code == 409
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/waiting/"


def test_an_administrator_looks_only_where_all_people_are_made_up(
    shared_data, clients_by_person, settings
):
    client = Client()
    client.force_login(shared_data.administrator)
    for is_demo in (False, True):
        settings.DEMO = is_demo  # real people work here: no demo
        assert client.get("/look/").status_code == 404
        assert client.post(f"/look/{shared_data.caseworker.ref}/").status_code == 404


def test_every_page_that_may_be_looked_at_is_there():
    assert set(routes()) >= impersonation.OWN.union(impersonation_routes)
    assert {ROUTE_PERMISSIONS[route].get for route in impersonation_routes} <= {
        200,
        302,
    }  # each was looked at above
    assert not [route for route in impersonation_routes if re.search(r"new|edit|pdf|feed", route)]
