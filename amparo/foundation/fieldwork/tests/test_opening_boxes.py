"""A box opens for this house alone, whoever made it and whoever brings it."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from amparo.foundation.core.encryption import key_ring
from amparo.foundation.fieldwork import boxes
from amparo.foundation.fieldwork.tests.phone import box

WHAT = {"device": "d", "secret": "s", "entry": {"words": "ليلى, 3 km más allá"}}


def test_what_another_implementation_closed_opens():
    assert boxes.opened(box(boxes.public_key(), WHAT)) == WHAT


def test_two_boxes_of_the_same_words_do_not_look_alike():
    assert box(boxes.public_key(), WHAT)[:200] != box(boxes.public_key(), WHAT)[:200]


def test_a_box_of_before_opens_after_the_ring_was_turned(monkeypatch):
    closed, name = box(boxes.public_key(), WHAT), boxes.key_id()
    turned = key_ring.current_key_ring().kept.with_new_key()
    monkeypatch.setattr(key_ring, "current_key_ring", lambda: turned)
    assert boxes.key_id() == name
    assert boxes.opened(closed) == WHAT


def test_a_box_for_another_house_stays_shut():
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = other.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    with pytest.raises(boxes.Shut):
        boxes.opened(box(point, WHAT))


def test_a_box_that_was_changed_on_the_way_stays_shut():
    whole = bytearray(base64.b64decode(box(boxes.public_key(), WHAT)))
    for at in (0, 1, 30, 65, 66, len(whole) // 2, len(whole) - 1):
        spoilt = bytearray(whole)
        spoilt[at] ^= 1
        with pytest.raises(boxes.Shut):
            boxes.opened(base64.b64encode(spoilt).decode())


@pytest.mark.parametrize(
    "hostile",
    [
        None, 7, [], {}, "", "%%%", "AQ==", "é" * 200, "A" * 500,
        base64.b64encode(b"\x01" + b"\x04" + b"\0" * 64 + b"\0" * 40).decode(),
        base64.b64encode(b"\x02" + b"\x04" + b"\x01" * 104).decode(),
    ],
)  # fmt: skip
def test_whatever_is_no_box_stays_shut(hostile):
    with pytest.raises(boxes.Shut):
        boxes.opened(hostile)


@pytest.mark.parametrize(
    "inside", ["[1]", "7", "null", "{", "[" * 100_000, '{"a": NaN}', '{"a": "\\ud800"}', '"x"']
)
def test_a_box_that_holds_no_entry_says_nothing(inside, monkeypatch):
    monkeypatch.setattr(json, "dumps", lambda what, **how: what)
    closed = box(boxes.public_key(), inside)
    monkeypatch.undo()
    with pytest.raises(boxes.Shut):
        boxes.opened(closed)
