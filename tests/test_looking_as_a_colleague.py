"""A supervisor looks at the house as a colleague has it, and gains nothing by it."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Entry
from amparo.foundation.core.permissions import impersonation
from tests.doors import DOORS, address, routes
from tests.support.answers import MAY_CHANGE, ask
from tests.support.batches import in_batches, tried

pytestmark = pytest.mark.django_db


@pytest.fixture
def looking_client(house):
    """The supervisor of Lucía, looking as her."""
    client = Client()
    client.force_login(house.supervisor)
    assert client.post(f"/look/{house.caseworker.ref}/").status_code == 303
    return client


def test_it_shows_the_colleague_s_house_and_says_so(looking_client, house):
    home = looking_client.get("/", follow=True)
    page = home.content.decode()
    assert home.redirect_chain[-1][0] == "/today/"
    assert "You look at the house as" in page
    assert house.caseworker.name in page
    assert house.case.number in looking_client.get("/cases/").content.decode()


@in_batches(route for route, door in DOORS.items() if door.get in (200, 302))
def test_no_door_opens_that_is_shut_to_either_of_them(
    batch, house, clients, looking_client, subtests
):
    """And nothing is shown of what the supervisor may not see: Lucía accompanies a trafficked
    person; her supervisor has no leave for such files.
    """
    unspoken = (house.hidden.number, f"/{house.hidden.ref}/", "Farida", "Nasser", "Samir")
    for route in batch:
        with tried(route, subtests) as faults:
            answer = ask(looking_client, "get", address(route, house), who="looking")
            if answer.response.status_code in (200, 302) and not is_own(route):
                faults += opened_to_neither(route, answer.url, clients)
            elif answer.response.status_code not in (200, 302, 404, 403, 409):
                faults.append(f"{answer}: {answer.status}")
            if route in impersonation.ALLOWED_VIEWS:
                faults += [f"{answer}: names {word}" for word in unspoken if word in answer.text]


def is_own(route):
    """Open to anybody, or what one does with one's own eyes."""
    return DOORS[route].is_public or route == "look-end"


def opened_to_neither(route, url, clients):
    """What is wrong with its being open to who looks: as who looks, and as whom."""
    if route not in impersonation.ALLOWED_VIEWS | {"sign-in", "home"}:
        return [f"{url} is open, and is none of the pages that may be looked at"]
    people = ("caseworker", "supervisor")
    asked = [ask(clients[who], "get", url, who=who) for who in people]
    # A record is open to both of them; a list belongs to the role of the colleague.
    must_open = asked if DOORS[route].at else asked[:1]
    return [
        f"{each}: {each.response.status_code}, and it opens to who looks"
        for each in must_open
        if each.response.status_code not in (200, 302)
    ]


@pytest.mark.parametrize("url", ["/cases/{house.hidden.ref}/", "/people/{house.farida.ref}/"])
def test_nothing_is_there_of_what_the_supervisor_may_not_see(url, house, looking_client):
    assert ask(looking_client, "get", url.format(house=house)).status == 404


@in_batches(route for route, door in DOORS.items() if door.post != 405)
def test_nothing_is_done(batch, house, looking_client, subtests):
    for route in batch:
        if route in impersonation.OWN or DOORS[route].is_public or route == "sign-in":
            continue
        with tried(route, subtests) as faults:
            answer = ask(looking_client, "post", address(route, house), {}, who="looking")
            if answer.status not in (409, 404):
                faults.append(f"{answer}: {answer.status}, and not 409 or 404")
            if changed := answer.written - MAY_CHANGE:
                faults.append(f"{answer}: wrote into {sorted(changed)}")


def test_the_account_of_the_colleague_stays_their_own(looking_client, house):
    for url in ("/account/", "/notices/", "/calendar/"):
        page = looking_client.get(url)
        assert page.status_code == 409
        assert house.caseworker.feed_key not in page.content.decode()


def test_the_ledger_names_both(looking_client, house):
    before = Entry.objects.count()
    looking_client.get(f"/cases/{house.case.ref}/")
    line = Entry.objects.filter(deed="case.seen").order_by("-pk").first()
    assert Entry.objects.count() > before
    assert line.by == house.supervisor
    assert line.details["as"] == str(house.caseworker.ref)
    begun = Entry.objects.filter(deed="look.begun").latest("pk")
    assert (begun.by, begun.record_ref) == (house.supervisor, house.caseworker.ref)


def test_it_ends_when_they_say_so(looking_client):
    looking_client.post("/look/end/")
    assert looking_client.get("/", follow=True).redirect_chain[-1][0] == "/waiting/"


def test_it_ends_by_itself_after_a_quarter_of_an_hour(looking_client):
    with clock.at(now() + timedelta(minutes=16)):
        page = looking_client.get("/", follow=True)
    assert page.redirect_chain[-1][0] == "/waiting/"


def test_it_ends_with_the_role_by_which_they_may(house, looking_client):
    with transaction.atomic():
        house.supervisor.leave(house.supervisor.memberships.get(), by=house.administrator)
        page = looking_client.get(f"/cases/{house.case.ref}/")
        transaction.set_rollback(True)
    house.supervisor._forget()
    assert page.status_code == 404


def test_nobody_looks_as_somebody_they_do_not_answer_for(house, clients):
    client = Client()
    client.force_login(house.supervisor)
    for other in (house.stranger, house.administrator, house.data_officer, house.supervisor):
        assert client.post(f"/look/{other.ref}/").status_code == 409
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/waiting/"


def test_an_administrator_looks_only_where_all_people_are_made_up(house, clients, settings):
    client = Client()
    client.force_login(house.administrator)
    for is_demo in (False, True):
        settings.DEMO = is_demo  # real people work here: no demo
        assert client.get("/look/").status_code == 404
        assert client.post(f"/look/{house.caseworker.ref}/").status_code == 404


def test_every_page_that_may_be_looked_at_is_there():
    assert set(routes()) >= impersonation.ALLOWED_VIEWS | impersonation.OWN
    assert {DOORS[route].get for route in impersonation.ALLOWED_VIEWS} <= {
        200,
        302,
    }  # each was looked at above
    assert not [
        route for route in impersonation.ALLOWED_VIEWS if re.search(r"new|edit|pdf|feed", route)
    ]
