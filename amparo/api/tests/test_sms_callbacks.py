"""A machine with the key tells what became of a text; to everybody else nothing is there."""

import json

import pytest
from django.core.cache import cache

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.people.models import Message, OptedOutNumber
from tests.support.sample_data.people import queue_message

pytestmark = pytest.mark.django_db
KEY = "a-key-of-more-than-thirty-two-letters"
URL = "/texts/heard/"


@pytest.fixture(autouse=True)
def _key(settings):
    settings.AMPARO_SMS_CALLBACK_KEY = KEY
    cache.clear()


@pytest.fixture
def message(rosa, caseworker):
    message = queue_message(rosa, caseworker)
    message.record_status(Message.State.HANDED, provider="file", provider_id="theirs-1")
    return message


def tell(client, key=KEY, **told):
    return client.post(
        URL, json.dumps(told), content_type="application/json", headers={"x-amparo-key": key}
    )


def test_that_it_arrived(client, message):
    for _ in range(2):
        assert tell(client, id=str(message.ref), state="delivered").status_code == 204
    message.refresh_from_db()
    assert message.state == "delivered"
    assert AuditEntry.objects.filter(event="message.delivered").count() == 1


def test_that_it_did_not_by_their_own_name_for_it(client, message):
    assert tell(client, id="theirs-1", state="failed").status_code == 204
    message.refresh_from_db()
    assert message.state == "failed"


def test_what_they_answer(client, message):
    told = {"from": "+59170012345", "text": "STOP", "event": "e1"}
    for _ in range(2):
        assert tell(client, **told).status_code == 204
    assert message.replies.get().kind == "stop"
    assert OptedOutNumber.objects.count() == 1


@pytest.mark.parametrize("key", ["", "another-key", KEY + "x", "é"])
def test_without_the_key_nothing_is_there(client, message, key):
    assert tell(client, key=key, id=str(message.ref), state="failed").status_code == 404
    message.refresh_from_db()
    assert message.state == "handed"


def test_nor_on_a_site_that_has_no_key(client, message, settings):
    settings.AMPARO_SMS_CALLBACK_KEY = ""
    assert tell(client, key="", id=str(message.ref), state="failed").status_code == 404


def test_who_guesses_is_not_even_compared_any_more(client, message):
    for _ in range(10):
        tell(client, key="a-guess")
    assert tell(client, id=str(message.ref), state="delivered").status_code == 404


def test_who_tells_too_much_at_once_tells_the_rest_later(client):
    answers = [tell(client, id="nobody", state="failed").status_code for _ in range(42)]
    assert answers[:40] == [204] * 40
    assert 429 in answers[40:]


@pytest.mark.parametrize(
    "told",
    [
        {}, {"state": "eaten", "id": "x"}, {"from": "+59170012345", "text": "NO"},
        {"from": "nobody", "text": "NO", "event": "e"}, {"text": "NO", "event": "e"},
    ],
)  # fmt: skip
def test_what_is_not_agreed_on_is_refused(client, told):
    assert tell(client, **told).status_code == 400


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'"x"', b"{" * 30_000])
def test_nor_what_is_not_json(client, body):
    headers = {"x-amparo-key": KEY}
    response = client.post(URL, body, content_type="application/json", headers=headers)
    assert response.status_code == 400


def test_of_what_was_erased_nothing_is_said(client, message, rosa):
    rosa.messages.all().delete()
    assert tell(client, id=str(message.ref), state="delivered").status_code == 204
