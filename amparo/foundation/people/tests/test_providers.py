"""Whoever brings a text is handed what leaves the house and no more, once, under its key."""

import json
import stat
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured

from amparo.foundation.core import clock, erasure, http_client
from amparo.foundation.core.erasure import Erasure
from amparo.foundation.people.messaging import providers
from amparo.foundation.people.messaging.delivery import handle_overdue_messages, send_message
from amparo.foundation.people.messaging.providers import (
    Folder,
    Mail,
    MessageRejected,
    OutgoingText,
    ProviderUnavailable,
    RapidPro,
    provider,
)

from .support import MORNING, NUMBER, queue_message

# A Bolivian number is called in its own hours; on the other side of the world the office sleeps.
pytestmark = pytest.mark.usefixtures("in_la_paz")


@pytest.fixture
def text():
    return OutgoingText(uuid4(), NUMBER, "Hola. Llama cuando puedas.")


@pytest.fixture
def folder(tmp_path, settings):
    settings.AMPARO_SMS_PROVIDER = f"file:{tmp_path / 'texts'}"
    return tmp_path / "texts"


# The folder.


def test_a_file_that_is_whole_and_for_our_eyes_alone(folder, text):
    assert provider().send(text) == str(text.key)
    [path] = folder.glob("*.json")
    assert json.loads(path.read_text()) == {
        "id": str(text.key), "to": NUMBER, "text": text.text, "parts": 1,
    }  # fmt: skip
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not list(folder.glob("*.part"))


def test_the_same_key_lies_there_once(folder, text):
    for _ in range(2):
        provider().send(text)
    assert len(list(folder.glob("*.json"))) == 1


def test_what_was_fetched_is_not_laid_there_again(folder, text):
    provider().send(text)
    (folder / f"{text.key}.json").rename(folder / "done" / f"{text.key}.json")
    provider().send(text)
    assert not list(folder.glob("*.json"))


def test_a_disk_that_is_full_is_tried_again(folder, text, monkeypatch):
    def full(self, path, content):
        raise OSError(28, "No space left")

    monkeypatch.setattr(Folder, "_write", full)
    with pytest.raises(ProviderUnavailable):
        provider().send(text)


@pytest.mark.django_db
def test_what_nobody_fetched_leaves_the_folder_and_is_told(folder, reachable, caseworker):
    message = queue_message(reachable, caseworker)
    with clock.at(MORNING):
        send_message(str(message.ref))
    assert len(list(folder.glob("*.json"))) == 1
    with clock.at(message.until + timedelta(minutes=1)):
        handle_overdue_messages()
    message.refresh_from_db()
    assert (message.state, list(folder.glob("*.json"))) == ("failed", [])
    assert message.status_changes.get(what="failed").reason == "not_fetched"


@pytest.mark.django_db
def test_what_was_fetched_does_not_stay_in_the_clear(folder, reachable, caseworker):
    message = queue_message(reachable, caseworker)
    with clock.at(MORNING):
        send_message(str(message.ref))
    (folder / f"{message.ref}.json").rename(folder / "done" / f"{message.ref}.json")
    with clock.at(message.until + timedelta(minutes=1)):
        handle_overdue_messages()
    message.refresh_from_db()
    assert (message.state, list((folder / "done").iterdir())) == ("handed", [])


@pytest.mark.django_db(transaction=True)
def test_with_an_erased_file_its_text_leaves_the_folder(folder, reachable, caseworker, supervisor):
    message = queue_message(reachable, caseworker)
    with clock.at(MORNING):
        send_message(str(message.ref))
    erasure.erase(reachable, Erasure(reason="asked", by=supervisor))
    assert list(folder.glob("*.json")) == []


# RapidPro.


class FakeServer:
    """Another machine: what it was asked, and what it answers."""

    def __init__(self, *answers):
        self.asked, self.answers = [], list(answers)

    def send(self, url, body=b"", *, method="POST", headers=None):
        self.asked.append((method, url, json.loads(body or b"null"), headers))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, told = answer
        return http_client.Answer(status, json.dumps(told).encode())


@pytest.fixture
def there(monkeypatch, settings):
    settings.AMPARO_SMS_PROVIDER = "rapidpro:https://rapidpro.example.org/api/v2"
    settings.AMPARO_SMS_TOKEN = "a-token"

    def there(*answers):
        machine = FakeServer(*answers)
        monkeypatch.setattr(providers.http_client, "send", machine.send)
        return machine

    return there


def test_a_broadcast_to_one_telephone(there, text):
    machine = there((201, {"id": 1234, "status": "pending"}))
    assert provider().send(text) == "1234"
    [(method, url, body, headers)] = machine.asked
    assert (method, url) == ("POST", "https://rapidpro.example.org/api/v2/broadcasts.json")
    assert body == {"urns": [f"tel:{NUMBER}"], "text": text.text}
    assert headers["Authorization"] == "Token a-token"


def test_an_attempt_that_was_cut_off_is_looked_for_before_it_is_repeated(there, text):
    again = OutgoingText(text.key, text.number, text.text, tried_at=MORNING)
    known = {"id": 77, "urns": [f"tel:{NUMBER}"], "text": {"spa": text.text}}
    other = {"id": 76, "urns": ["tel:+59170099999"], "text": {"spa": text.text}}
    machine = there((200, {"results": [other, known]}))
    assert provider().send(again) == "77"
    [(method, url, _body, _headers)] = machine.asked
    assert method == "GET"
    assert "after=2026-11-26T14%3A00%3A00" in url
    assert "70012345" not in url


def test_and_repeated_where_it_never_got_there(there, text):
    again = OutgoingText(text.key, text.number, text.text, tried_at=MORNING)
    machine = there((200, {"results": []}), (201, {"id": 78}))
    assert provider().send(again) == "78"
    assert [asked[0] for asked in machine.asked] == ["GET", "POST"]


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (http_client.HostUnreachable("timed out"), ProviderUnavailable),
        (http_client.HostNotAllowed("not named"), ProviderUnavailable),
        ((500, {}), ProviderUnavailable),
        ((429, {}), ProviderUnavailable),
        ((403, {"detail": "Invalid token"}), ProviderUnavailable),
        ((201, []), ProviderUnavailable),
        ((400, {"urns": ["Invalid"]}), MessageRejected),
    ],
)
def test_how_it_may_answer_otherwise(there, text, answer, fault):
    there(answer)
    with pytest.raises(fault):
        provider().send(text)


# E-mail.


def test_an_email_to_a_gateway_says_the_words_and_the_key(settings, text):
    settings.AMPARO_SMS_PROVIDER = "mailto:{number}@sms.example.org"
    assert provider().send(text) == f"<{text.key}@amparo>"
    [sent] = mail.outbox
    assert sent.to == [f"{NUMBER}@sms.example.org"]
    assert (sent.subject, sent.body) == ("", text.text)
    assert sent.extra_headers["Message-ID"] == f"<{text.key}@amparo>"


def test_a_mail_server_that_is_away_is_tried_again(settings, text, monkeypatch):
    def away(self, *_, **__):
        raise ConnectionRefusedError

    monkeypatch.setattr(providers.EmailMessage, "send", away)
    with pytest.raises(ProviderUnavailable):
        Mail("{number}@sms.example.org").send(text)


# Which.


@pytest.mark.parametrize("said", ["", "file:", "pigeon:loft"])
def test_an_installation_that_has_not_chosen_is_told(settings, said):
    settings.AMPARO_SMS_PROVIDER = said
    with pytest.raises(ImproperlyConfigured):
        provider()


def test_each_by_its_word(settings):
    for said, kind in (("file:/x", Folder), ("rapidpro:https://x/api/v2", RapidPro)):
        settings.AMPARO_SMS_PROVIDER = said
        assert isinstance(provider(), kind)
