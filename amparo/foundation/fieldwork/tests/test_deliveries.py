"""Whatever is brought to the open addresses: never a fault, and nothing half done."""

import base64
import json
import random

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client

from amparo.foundation.core.encryption import key_ring
from amparo.foundation.fieldwork.models import OutboxEntry
from amparo.foundation.fieldwork.sync import deliveries
from amparo.foundation.fieldwork.tests.offline_device import Phone, box, post_openly, ref
from amparo.pillars.assistance.cases.models import Note

pytestmark = pytest.mark.django_db
BODIES = [
    b"", b"null", b"[]", b"7", b'"x"', b"{", b"\xff\xfe", b"[" * 100_000, b'{"boxes": {}}',
    b'{"boxes": null}', b'{"box": 7}', b'{"box": []}', b'{"boxes": "' + b"A" * 1000 + b'"}',
    b'{"boxes": [' + b",".join([b'"x"'] * 51) + b"]}", b'{"a": "\\ud800"}', b"x" * 5_300_000,
]  # fmt: skip
NOTHING = object()
ODD = [
    None, "", 0, -1, 2**63, 1e308, [], {}, [[]], {"a": {"b": {}}}, True, "\0", "x" * 30_000,
    "../../etc/passwd", "00000000-0000-0000-0000-000000000000", "2026-13-45T99:00:00Z", NOTHING,
    "<script>alert(1)</script>", "' OR 1=1 --", "note.write", "٣", "😀" * 500,
]  # fmt: skip


@pytest.fixture
def phone(caseworker):
    return Phone(caseworker).register()


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
@pytest.mark.parametrize("where", ["deliver", "receipts"])
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", "x"])
def test_a_body_that_is_no_message_is_refused_in_words(body, where, kind, db):
    answer = Client().post(f"/campo/{where}/", body, content_type=kind)
    assert 400 <= answer.status_code < 500
    assert list(answer.json()) == ["detail"]


def test_more_than_one_sends_at_once_is_refused_unread(db):
    answer = Client().post(
        "/campo/deliver/", b"x", content_type="application/json", CONTENT_LENGTH="700000000"
    )
    assert answer.status_code == 413
    assert answer.json()["detail"]


def test_who_brings_very_much_is_asked_to_wait(db):
    answers = [post_openly("deliver", {"boxes": []}).status_code for _ in range(45)]
    assert answers[:30] == [200] * 30
    assert answers[-1] == 429


def test_a_browser_lends_it_nothing(client, caseworker, phone):
    """Neither its session nor its language is looked at, and it is given no cookie."""
    client.force_login(caseworker)
    answer = client.post("/campo/deliver/", {"boxes": []}, content_type="application/json")
    assert answer.json() == {"receipts": []}
    assert not answer.cookies


@pytest.mark.parametrize("seed", range(4))
def test_entries_of_every_odd_shape(seed, phone, case):
    """Sealed by a telephone that is ours, whoever holds it."""
    chance = random.Random(seed)
    boxes = []
    for at in range(48):
        entry = {
            "key": ref(), "seq": at, "after": None, "made_at": "2026-11-26T10:00:00Z",
            "verb": chance.choice(["note.write", "person.change", "case.open", "form.fill",
                                   "file.part", "action.end", "service.give", "task.do"]),
            "ref": ref(), "about": str(case.ref), "fields": {"text": "x"},
        }  # fmt: skip
        for _twice in range(chance.randint(1, 2)):
            spoil(entry, chance)
        if chance.random() < 0.5:
            names = ("text", "kind", "status", "person", "version", "xml", "files", "digest",
                     "part", "bytes", "given_names", "how", "consent", "quantity")  # fmt: skip
            told = {name: odd(chance) for name in chance.sample(names, 4)}
            entry["fields"] = {name: each for name, each in told.items() if each is not NOTHING}
        boxes.append(phone.box_of(entry))
    answer = post_openly("deliver", {"boxes": boxes})
    assert answer.status_code == 200
    states = {each["state"] for each in answer.json()["receipts"]}
    assert states <= {"done", "held", "review", "refused", "unreadable"}
    assert (
        Note.objects.count() == OutboxEntry.objects.filter(verb="note.write", state="done").count()
    )
    assert not OutboxEntry.objects.filter(because="fault").exists()


@pytest.mark.parametrize(
    "inside", [None, 7, [], "x", {}, {"device": 1, "secret": 2}, {"secret": "x" * 100_000}]
)
def test_boxes_that_open_and_hold_nothing_of_ours(inside, phone):
    closed = box(phone.public, inside)
    [receipt] = post_openly("deliver", {"boxes": [closed]}).json()["receipts"]
    assert (receipt["state"], receipt["key"]) == ("unreadable", None)
    assert post_openly("receipts", {"box": closed}).status_code == 403


def test_receipts_of_others_are_told_to_nobody(phone, case, colleague):
    key = phone.write("note.write", case.ref, text="Mine.")
    phone.send()
    other = Phone(colleague).register()
    [receipt] = other.ask(key)
    assert receipt["state"] == "unreadable"


def spoil(entry: dict, chance: random.Random) -> None:
    name, value = chance.choice(list(entry)), odd(chance)
    if value is NOTHING:
        entry.pop(name)
    else:
        entry[name] = value


def odd(chance: random.Random):
    value = chance.choice(ODD)
    return value if value is NOTHING or chance.random() < 0.8 else [value]


# Encrypted outbox

WHAT = {"device": "d", "secret": "s", "entry": {"text": "ليلى, 3 km más allá"}}


def test_what_another_implementation_closed_opens():
    assert deliveries.decrypt_box(box(deliveries.public_key(), WHAT)) == WHAT


def test_two_boxes_of_the_same_words_do_not_look_alike():
    assert box(deliveries.public_key(), WHAT)[:200] != box(deliveries.public_key(), WHAT)[:200]


def test_a_box_of_before_opens_after_the_ring_was_turned(monkeypatch):
    closed, name = box(deliveries.public_key(), WHAT), deliveries.key_id()
    turned = key_ring.current_key_ring().kept.with_new_key()
    monkeypatch.setattr(key_ring, "current_key_ring", lambda: turned)
    assert deliveries.key_id() == name
    assert deliveries.decrypt_box(closed) == WHAT


def test_a_box_for_another_installation_stays_shut():
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = other.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    with pytest.raises(deliveries.CannotDecrypt):
        deliveries.decrypt_box(box(point, WHAT))


def test_a_box_that_was_changed_on_the_way_stays_shut():
    whole = bytearray(base64.b64decode(box(deliveries.public_key(), WHAT)))
    for at in (0, 1, 30, 65, 66, len(whole) // 2, len(whole) - 1):
        spoilt = bytearray(whole)
        spoilt[at] ^= 1
        with pytest.raises(deliveries.CannotDecrypt):
            deliveries.decrypt_box(base64.b64encode(spoilt).decode())


@pytest.mark.parametrize(
    "hostile",
    [
        None, 7, [], {}, "", "%%%", "AQ==", "é" * 200, "A" * 500,
        base64.b64encode(b"\x01" + b"\x04" + b"\0" * 64 + b"\0" * 40).decode(),
        base64.b64encode(b"\x02" + b"\x04" + b"\x01" * 104).decode(),
    ],
)  # fmt: skip
def test_whatever_is_no_box_stays_shut(hostile):
    with pytest.raises(deliveries.CannotDecrypt):
        deliveries.decrypt_box(hostile)


@pytest.mark.parametrize(
    "inside", ["[1]", "7", "null", "{", "[" * 100_000, '{"a": NaN}', '{"a": "\\ud800"}', '"x"']
)
def test_a_box_that_holds_no_entry_says_nothing(inside, monkeypatch):
    monkeypatch.setattr(json, "dumps", lambda what, **how: what)
    closed = box(deliveries.public_key(), inside)
    monkeypatch.undo()
    with pytest.raises(deliveries.CannotDecrypt):
        deliveries.decrypt_box(closed)
