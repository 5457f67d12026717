"""The same text for many: a folder by its key, RapidPro that is asked what it has, mail."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.core import mail

from amparo.foundation.people.messaging.providers import (
    Folder,
    Mail,
    MessageRejected,
    OutcomeUnknown,
    OutgoingTexts,
    ProviderUnavailable,
    RapidPro,
    TelephoneService,
)

KEY = UUID("019a0000-0000-7000-8000-000000000000")
NUMBERS = ("+59170000555", "+59170000556")
TRIED = datetime(2026, 7, 1, 12, tzinfo=UTC)


def texts(**more) -> OutgoingTexts:
    return OutgoingTexts(KEY, NUMBERS, "Hola", "es", **more)


@pytest.fixture
def rapidpro(webhook_receiver) -> RapidPro:
    return RapidPro(webhook_receiver.address)


def answers(receiver, *told) -> None:
    receiver.answers += [
        (200, json.dumps(each).encode()) if isinstance(each, dict) else each for each in told
    ]


def test_the_folder_keeps_one_file_a_key_also_where_somebody_stopped_since(tmp_path):
    folder = Folder(str(tmp_path))
    folder.hand_over_many(texts())
    folder.hand_over_many(OutgoingTexts(KEY, NUMBERS[:1], "Hola", "es"))
    [path] = (tmp_path / "broadcasts").glob("*.json")
    assert json.loads(path.read_text()) == {
        "id": str(KEY), "to": list(NUMBERS), "text": "Hola", "language": "es", "parts": 1,
    }  # fmt: skip


def test_what_was_fetched_is_not_written_again_and_goes_with_its_time(tmp_path):
    folder = Folder(str(tmp_path))
    folder.hand_over_many(texts())
    path = tmp_path / "broadcasts" / f"{KEY}.json"
    path.rename(path.parent / "done" / path.name)
    folder.hand_over_many(texts())
    assert not path.exists()
    assert folder.remove_many(KEY) is False
    assert not (path.parent / "done" / path.name).exists()


@pytest.mark.parametrize("service", [Folder("/nowhere"), Mail("{number}@gateway.example")])
def test_whatsapp_goes_by_rapidpro_alone(service):
    with pytest.raises(MessageRejected):
        service.hand_over_many(texts(service=TelephoneService.WHATSAPP))


def test_rapidpro_gets_one_call_for_all(rapidpro, webhook_receiver):
    answers(webhook_receiver, {"id": 7})
    assert rapidpro.hand_over_many(texts(service=TelephoneService.WHATSAPP)) == "7"
    [(_headers, body)] = webhook_receiver.heard
    assert json.loads(body) == {
        "urns": ["whatsapp:59170000555", "whatsapp:59170000556"], "text": "Hola",
    }  # fmt: skip


@pytest.mark.parametrize(
    "said", [(200, b"<html>"), (200, b"[]"), {"ok": True}, 500, "hangs up", {"id": ""}]
)
def test_nonsense_and_silence_are_no_yes(rapidpro, webhook_receiver, said):
    answers(webhook_receiver, said)
    with pytest.raises(ProviderUnavailable):
        rapidpro.hand_over_many(texts())


def test_after_an_attempt_that_was_cut_off_it_is_asked_first(rapidpro, webhook_receiver):
    urns = [f"tel:{number}" for number in (*NUMBERS, "+59170000557")]  # who stopped since
    answers(webhook_receiver, {"results": [{"id": 9, "text": {"es": "Hola"}, "urns": urns}]})
    assert rapidpro.hand_over_many(texts(tried_at=TRIED)) == "9"
    assert [method for method, _path in webhook_receiver.asked] == ["GET"]


def test_what_it_does_not_have_is_handed_over(rapidpro, webhook_receiver):
    other = {"id": 8, "text": "Hola", "urns": ["tel:+59170000999"]}
    answers(webhook_receiver, {"results": [other], "next": None}, {"id": 10})
    assert rapidpro.hand_over_many(texts(tried_at=TRIED)) == "10"


def test_where_it_hides_numbers_a_person_decides(rapidpro, webhook_receiver):
    answers(webhook_receiver, {"results": [{"id": 8, "text": "Hola", "urns": None}]})
    with pytest.raises(OutcomeUnknown):
        rapidpro.hand_over_many(texts(tried_at=TRIED))


def test_a_gateway_that_takes_mail_gets_the_same_message_id_again(settings):
    gateway = Mail("{number}@gateway.example")
    gateway.hand_over_many(texts())
    gateway.hand_over_many(texts())
    keys = [each.extra_headers["Message-ID"] for each in mail.outbox]
    assert len(keys) == 4
    assert keys[:2] == keys[2:]
    assert keys[0] != keys[1]
