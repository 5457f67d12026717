"""Discreet mode: on pages of the staff stands no name of somebody whom the office protects.

Asked for are all lists each day, and pages of one record in turn; whole names are looked for in
the answer as it travels, its title and its attributes included. A colleague's name is no secret.
"""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve

from amparo.foundation.people.models import Person
from amparo.pillars.assistance.family_tracing.models import SoughtPerson, TracingRequest
from tests.support.batches import in_batches, tried
from tests.support.responses import ask
from tests.support.route_permissions import ROUTE_PERMISSIONS, address, person_shown

pytestmark = pytest.mark.django_db
SHOWN = [
    route for route, door in ROUTE_PERMISSIONS.items() if door.get == 200 and not door.is_public
]
LISTS = [route for route in SHOWN if not ROUTE_PERMISSIONS[route].at]
RECORDS = [route for route in SHOWN if ROUTE_PERMISSIONS[route].at]


@in_batches(LISTS)
def test_no_list_names_anybody(batch, shared_data, clients_by_person, subtests):
    for route in batch:
        with tried(route, subtests) as faults:
            faults += _names_in(_answer(route, shared_data, clients_by_person))


@in_batches(RECORDS, by_day=8)
def test_no_page_of_a_record_names_anybody_unasked(
    batch, shared_data, clients_by_person, subtests
):
    for route in batch:
        with tried(route, subtests) as faults:
            answer = _answer(route, shared_data, clients_by_person)
            if not _shows_full_names(answer.url):
                faults += _names_in(answer)


def test_a_search_names_nobody(shared_data, clients_by_person):
    reader = _discreet(clients_by_person["caseworker"])
    for sent in ({"q": "Quispe"}, {"q": "Quispe", "palette": "1"}):
        answer = ask(reader, "post", "/search/", sent)
        assert answer.status == 200
        assert "R. Q." in answer.text
        assert _names_in(answer) == []


def test_a_case_names_its_people_when_asked(shared_data, clients_by_person):
    reader = _discreet(clients_by_person["caseworker"])
    page = ask(reader, "get", shared_data.case.get_absolute_url())
    assert "R. Q." in page.text
    assert _names_in(page) == []

    shown = ask(reader, "get", f"{shared_data.case.get_absolute_url()}?names=shown")
    assert "Rosa Quispe Mamani" in shown.text


def test_what_is_printed_names_them(shared_data, clients_by_person):
    reader = _discreet(clients_by_person["caseworker"])
    paper = ask(reader, "get", f"{shared_data.case.get_absolute_url()}print/")
    assert "Rosa Quispe Mamani" in paper.text


def _answer(route, data, clients):
    who = person_shown(route)
    return ask(_discreet(clients[who]), "get", address(route, data), route=route, who=who)


def _discreet(client: Client) -> Client:
    reader = Client()
    reader.cookies.update(client.cookies)
    reader.cookies[settings.AMPARO_DISPLAY_COOKIE] = "discreet"
    return reader


def _names_in(answer) -> list[str]:
    if not answer.is_html:
        return []
    people = (*Person.objects.all(), *SoughtPerson.objects.all(), *TracingRequest.objects.all())
    names = {each.name for each in people if " " in each.name}
    return [
        f"{answer} names {name}"
        for name in sorted(names)
        if re.search(rf"\b{re.escape(name)}\b", answer.text)
    ]


def _shows_full_names(url: str) -> bool:
    return getattr(resolve(url.partition("?")[0]).func, "shows_full_names", False)
