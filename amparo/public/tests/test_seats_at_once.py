"""Sixteen register in the same moment: never a seat too many, and nobody twice."""

import pytest
from django.core.cache import cache
from django.test import Client

from amparo.foundation.core import receipt_codes
from amparo.pillars.training.models import Enrolment
from amparo.pillars.training.tests.conftest import (  # noqa: F401
    course_version,
    make_event,
    organizer,
)
from tests.test_concurrency import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
SAID = {"language": "en", "age": "adult", "phone": "", "country": "BO"}


def form(number, name, email):
    client = Client(REMOTE_ADDR=f"10.0.0.{number}")
    return client, SAID | {"name": name, "email": email, "form": receipt_codes.new_form()}


def test_who_registers_in_the_same_moment_shares_the_seats_that_are_there(make_event):  # noqa: F811
    cache.clear()
    event = make_event(seats=5, is_public=True)
    url = f"/a/trainings/{event.ref}/?lang=en"
    # One of them twice, from two telephones.
    people = [(f"Person {turn or 1}", f"p{turn or 1}@x.example") for turn in range(16)]
    forms = [form(number, *who) for number, who in enumerate(people)]
    answered = at_once(*[(client, url, said) for client, said in forms])
    assert {each.status_code for each in answered} == {200}
    event.refresh_from_db()
    assert (event.seats_taken, event.waiting) == (5, 10)
    states = list(event.enrolments.order_by("number").values_list("state", flat=True))
    assert sorted(states) == ["enrolled"] * 5 + ["repeated"] + ["waiting"] * 10
    in_turn = [each for each in states if each != "repeated"]
    assert in_turn == sorted(in_turn)  # who came first has the seat

    holders = list(event.enrolments.filter(state=Enrolment.State.ENROLLED)[:2])
    opened = [Client(), Client()]
    for client, enrolment in zip(opened, holders, strict=True):
        code = {"form": receipt_codes.new_form(), "code": enrolment.code}
        assert client.post("/a/p/?lang=en", code).status_code == 303
    # Two give their seats back while two more register: the seats go to those who wait.
    late = [form(number, f"Late {number}", f"late{number}@x.example") for number in (20, 21)]
    at_once(
        *[(client, "/a/p/stop/?lang=en", token_of(client)) for client in opened],
        *[(client, url, said) for client, said in late],
    )
    event.refresh_from_db()
    assert (event.seats_taken, event.waiting) == (5, 10)
    assert event.enrolments.filter(state="enrolled").count() == 5
    assert event.enrolments.filter(state="waiting").count() == 10
    moved_up = event.enrolments.filter(state="enrolled", answer_by__isnull=False)
    assert {each.participant.name[:4] for each in moved_up} == {"Pers"}


def token_of(client):
    """What the form to give the seat back carries."""
    page = client.get("/a/p/stop/?lang=en").content.decode()
    return {
        name: page.partition(f'name="{name}" value="')[2].partition('"')[0]
        for name in ("form", "once")
    }
