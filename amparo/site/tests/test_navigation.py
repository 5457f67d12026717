"""Each role finds its own work in a short menu: nothing that it may not open, nothing empty."""

from datetime import timedelta

import pytest
from django.urls import reverse

from amparo.foundation.core import clock
from amparo.foundation.core.accounts.sessions import NOTED_EVERY
from amparo.foundation.core.models import User
from amparo.foundation.people.models import DeduplicationRun, DuplicateCandidate, Person
from amparo.site.navigation import MAXIMUM_LINES, Menu

pytestmark = pytest.mark.django_db
PROGRAMMES = (
    "returns:index", "reintegration:plans", "surveys:due", "counter_trafficking:ways",
    "child_protection:children", "family_tracing:requests",
)  # fmt: skip
CAST = (
    "caseworker", "supervisor", "data_officer", "programme_manager", "policy_officer", "nurse",
    "communications_officer", "training_organizer", "trainer", "training_observer", "official",
    "donor_reader", "administrator", "auditor",
)  # fmt: skip
HOMES = {
    "caseworker": "cases:today", "supervisor": "cases:waiting",
    "data_officer": "data-overview", "nurse": "referrals:received",
    "official": "dialogue:desk", "administrator": "system-overview",
    "auditor": "audit-log", "programme_manager": "programme-overview",
    "donor_reader": "evidence:donor-sheets", "policy_officer": "dialogue:commitments",
    "communications_officer": "message_bank:overview",
    "training_organizer": "training:events", "trainer": "training:events",
    "training_observer": "training:events",
}  # fmt: skip


@pytest.fixture
def menu_of(client):
    def menu_of(user: User) -> Menu:
        client.force_login(user)
        return client.get("/account/").context["menu"]

    return menu_of


def find_duplicate(one: Person, other: Person, *, by: User) -> DuplicateCandidate:
    run = DeduplicationRun.objects.create(asked_by=by)
    return DuplicateCandidate.objects.create(
        one=one, other=other, run=run, likelihood=900, mark="x"
    )


def entries_of(menu: Menu) -> list:
    groups = [*menu.groups, *menu.rest]
    return [*menu.homes, *(entry for group in groups for entry in group.entries)]


def urls_of(menu: Menu) -> list[str]:
    return [entry.url for entry in entries_of(menu)]


@pytest.mark.parametrize("who", CAST)
def test_a_menu_has_at_most_seven_lines_with_its_groups_closed(cast, menu_of, who):
    menu = menu_of(getattr(cast, who))
    assert 1 <= len(menu.homes) + len(menu.groups) + bool(menu.rest) <= MAXIMUM_LINES
    assert all(group.entries for group in (*menu.groups, *menu.rest))


@pytest.mark.parametrize("who", CAST)
def test_whatever_a_menu_lists_opens(cast, client, menu_of, who):
    menu = menu_of(getattr(cast, who))
    places = [*entries_of(menu), *client.get("/account/").context["bottom_menu"], *menu.actions]
    closed = {
        place.url: status
        for place in places
        if (status := client.get(place.url).status_code) != 200
    }
    assert closed == {}


@pytest.mark.parametrize("who", CAST)
def test_nothing_is_listed_twice(cast, menu_of, who):
    urls = urls_of(menu_of(getattr(cast, who)))
    assert len(urls) == len(set(urls))


@pytest.mark.parametrize("who", CAST)
def test_the_first_line_is_the_first_page_of_the_role(cast, client, menu_of, who):
    url = reverse(HOMES[who])
    assert menu_of(getattr(cast, who)).homes[0].url == url
    assert client.get("/").headers["Location"] == url


@pytest.mark.parametrize("who", ["caseworker", "supervisor"])
def test_the_programmes_are_found_also_on_a_day_on_which_nothing_is_pending(cast, menu_of, who):
    urls = urls_of(menu_of(getattr(cast, who)))
    assert [name for name in PROGRAMMES if reverse(name) not in urls] == []


def test_the_menu_of_a_supervisor_has_a_last_fold(menu_of, supervisor):
    menu = menu_of(supervisor)
    assert [group.code for group in menu.groups] == [
        "cases", "children", "trafficking", "return", "evidence",
    ]  # fmt: skip
    assert [group.code for group in menu.rest] == [
        "programmes", "accountability", "dialogue", "advocacy", "training", "guidance",
        "directory", "administration",
    ]  # fmt: skip


def test_two_roles_make_one_menu(menu_of, caseworker, office):
    caseworker.add_role("data_officer", by=None, office=office)
    menu = menu_of(User.objects.get(pk=caseworker.pk))
    assert len(menu.homes) == 2
    assert len(menu.homes) + len(menu.groups) + bool(menu.rest) <= MAXIMUM_LINES
    urls = urls_of(menu)
    assert reverse("fieldwork:forms") in urls
    assert reverse("returns:index") in urls


def test_without_a_role_there_is_ones_account(menu_of, office):
    nobody = User.objects.create_user("nobody@example.org", "Nobody", "x" * 16)
    assert urls_of(menu_of(nobody)) == [reverse("account")]


def test_possible_duplicates_are_listed_only_while_some_wait(menu_of, caseworker, rosa, nayeli):
    url = reverse("people:duplicates")
    assert url not in urls_of(menu_of(caseworker))
    find_duplicate(rosa, nayeli, by=caseworker)
    menu = menu_of(caseworker)
    [entry] = [each for each in entries_of(menu) if each.url == url]
    assert entry.count == 1


def test_record_linkage_is_listed_only_with_an_agreement(menu_of, data_officer):
    assert reverse("record_linkage:agreements") not in urls_of(menu_of(data_officer))


def test_the_group_of_the_page_is_open_and_the_others_are_closed(client, caseworker):
    client.force_login(caseworker)
    menu = client.get("/tracing/").context["menu"]
    assert [group.code for group in menu.groups if group.is_open] == ["children"]
    page = client.get("/tracing/").content.decode()
    assert 'data-remember="menu-children" open' in page
    assert 'data-remember="menu-return">' in page


def test_the_counters_of_a_menu_cost_one_query(client, supervisor, django_assert_max_num_queries):
    client.force_login(supervisor)
    with django_assert_max_num_queries(20) as queries:
        client.get("/account/")
    assert sum("COUNT(*) FROM (" in query["sql"] for query in queries.captured_queries) == 1


def lists_duplicates(client) -> bool:
    return reverse("people:duplicates") in urls_of(client.get("/account/").context["menu"])


def test_what_was_counted_is_kept_for_a_minute(client, caseworker, rosa, nayeli):
    duplicate = find_duplicate(rosa, nayeli, by=caseworker)
    client.force_login(caseworker)
    moment = clock.now()
    with clock.at(moment):
        assert lists_duplicates(client)
        duplicate.delete()
        assert lists_duplicates(client)
    with clock.at(moment + NOTED_EVERY + timedelta(seconds=1)):
        assert not lists_duplicates(client)


def test_what_one_does_oneself_is_counted_at_once(client, caseworker, rosa, nayeli):
    duplicate = find_duplicate(rosa, nayeli, by=caseworker)
    client.force_login(caseworker)
    assert lists_duplicates(client)
    duplicate.delete()
    client.post(reverse("language"), {"language": "en"})
    assert not lists_duplicates(client)


def test_the_bottom_bar_has_five_places_with_new_in_the_middle(client, caseworker, supervisor):
    for user in (caseworker, supervisor):
        client.force_login(user)
        bar = client.get("/account/").context["bottom_menu"]
        assert len(bar) == 4  # and Menu
        assert [place.url for place in bar][1:] == ["/cases/", "/new/", "/search/"]
        assert bar[2].is_main


def test_a_supervisor_finds_the_plans_that_they_answer_for(client, case, caseworker, supervisor):
    from amparo.pillars.assistance.reintegration.models import ReintegrationPlan

    ReintegrationPlan.begin(case, by=caseworker, arrived_on=case.office.today())
    client.force_login(supervisor)
    assert case.number in client.get("/reintegration/plans/").content.decode()
    assert case.number not in client.get("/reintegration/plans/?whose=mine").content.decode()
    client.force_login(caseworker)
    assert case.number in client.get("/reintegration/plans/").content.decode()
