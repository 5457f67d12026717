"""Whoever accompanies somebody sees exactly what will be sent, where and when; then sends it."""

from uuid import uuid4

import pytest
from django.utils import translation

from amparo.foundation.core import clock
from amparo.foundation.people.messaging.delivery import send_message
from amparo.foundation.people.messaging.providers import MessageRejected
from amparo.foundation.people.models import Message

from .support import MORNING, queue_message

# Their numbers, and the hours at which they may ring, are of Bolivia.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_la_paz")]


@pytest.fixture(autouse=True)
def _in_english_in_the_morning():
    with translation.override("en"), clock.at(MORNING):
        yield


@pytest.fixture
def page(client, caseworker, reachable):
    client.force_login(caseworker)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return f"/people/{reachable.ref}/messages/new/"


def filled(reachable, **more):
    told = {
        "template": "call", "contact": str(reachable.contacts.get().ref), "language": "es",
        "once": str(uuid4()),
    }  # fmt: skip
    return told | more


def test_it_is_shown_whole_before_anything_is_kept(client, page, reachable):
    response = client.post(page, filled(reachable))
    shown = response.content.decode()
    assert response.status_code == 200
    assert "Hola. Llama cuando puedas." in shown
    assert "ends in 345" in shown
    assert "70012345" not in shown
    assert "26 letters, 1 part to pay for." in shown
    assert not Message.objects.exists()


def test_what_was_seen_is_sent(client, page, reachable, caseworker):
    seen = client.post(page, filled(reachable)).context["shown"]["mark"]
    response = client.post(page, filled(reachable, seen=seen))
    assert response.status_code == 303
    message = Message.objects.get()
    assert (message.by, message.text) == (caseworker, "Hola. Llama cuando puedas.")


def test_what_was_changed_since_is_shown_again(client, page, reachable):
    seen = client.post(page, filled(reachable)).context["shown"]["mark"]
    response = client.post(page, filled(reachable, seen=seen, template="missed"))
    assert (response.status_code, Message.objects.count()) == (200, 0)
    assert "Te llamamos" in response.content.decode()


def test_a_telephone_that_retries_sends_it_once(client, page, reachable):
    seen = client.post(page, filled(reachable)).context["shown"]["mark"]
    sent = filled(reachable, seen=seen)
    assert [client.post(page, sent).status_code for _ in range(2)] == [303, 303]
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        ({}, "template"),
        ({"template": "day"}, "day"),
        ({"template": "appointment", "day": "2026-12-01", "hour": "10:00"}, "is_asked_for"),
        ({"template": "appointment", "day": "2026-12-01", "is_asked_for": "on"}, "hour"),
        ({"template": "day", "day": "2026-11-25"}, "day"),
        ({"template": "nonsense"}, "template"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(client, page, reachable, answers, missing):
    told = filled(reachable) | {"template": ""} | answers
    response = client.post(page, told)
    assert response.status_code == 422
    assert missing in response.context["form"].errors
    assert response.context["form"]["language"].value() == "es"


def test_why_somebody_is_not_texted_is_said(client, caseworker, rosa):
    client.force_login(caseworker)
    response = client.get(f"/people/{rosa.ref}/messages/new/", headers={"accept-language": "en"})
    shown = response.content.decode()
    assert "They have not agreed to be contacted" in shown
    assert "See it first" not in shown


def test_a_stranger_texts_nobody_of_ours(client, page, reachable, stranger):
    client.force_login(stranger)
    assert client.get(page).status_code == 404
    assert client.post(page, filled(reachable)).status_code == 404


def test_what_waits_is_on_their_page_and_can_be_taken_back(client, page, reachable, caseworker):
    message = queue_message(reachable, caseworker)
    shown = client.get(f"/people/{reachable.ref}/").content.decode()
    assert "Scheduled for safe hours" in shown
    client.post(f"/people/messages/{message.ref}/take-back/", {"once": str(uuid4())})
    message.refresh_from_db()
    assert message.state == "cancelled"


def test_what_has_left_is_not_taken_back(client, page, reachable, caseworker, recorder):
    message = queue_message(reachable, caseworker)
    send_message(str(message.ref))
    back = f"/people/messages/{message.ref}/take-back/"
    assert client.post(back, {"once": str(uuid4())}).status_code == 409


def test_what_did_not_arrive_is_on_a_list_with_the_reason(
    client, page, reachable, caseworker, recorder, stranger
):
    recorder.answers = [MessageRejected()]
    send_message(str(queue_message(reachable, caseworker).ref))
    shown = client.get("/people/messages/").content.decode()
    assert "Rosa" in shown
    assert "did not take it" in shown
    client.force_login(stranger)
    assert "Rosa" not in client.get("/people/messages/").content.decode()
