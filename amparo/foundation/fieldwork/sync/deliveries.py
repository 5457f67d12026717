"""Deliveries of devices: encrypted outbox entries, applied one by one and answered by receipts.

Who sends them does not matter: an entry is encrypted for this installation alone, and holds the
secret of the device that wrote it. So no session and no cookie is read. The key pair comes from
the root of the key ring, for this purpose only: it does not change when wrapping keys are rotated,
so a device that comes back after months still finds it.
"""

import base64
import binascii
import hmac
import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any, NoReturn
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from pydantic import ValidationError

from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.context import rls_user
from amparo.foundation.core.permissions.rls.records import find_by_secret

from ..models import Device, OutboxEntry
from ..models.outbox_entries import SETTLED, release_dependents
from .commands import KeyReused, OutboxCommand

MAX_BOXES = 50
MAX_KEYS = 1_000


@dataclass(frozen=True)
class OpenedBox:
    """One box that opened: whose telephone closed it, and what it says."""

    at: int  # its place among those that came
    device: Device
    entry: OutboxCommand
    said: dict[str, Any]


def process_delivery(closed: list[object]) -> list[dict[str, Any]]:
    """Returns a receipt for each box, in order. Each is a transaction of its own."""
    receipts = [_unreadable_receipt() for _each in closed]
    known: dict[str, Device | None] = {}
    opened = [_open(at, box, known) for at, box in enumerate(closed)]
    found = sorted(filter(None, opened), key=lambda each: (each.device.pk, each.entry.seq))
    for each in found:
        receipts[each.at] = _receive(each)
    for device in {each.device.pk: each.device for each in found}.values():
        with rls_user(device.user, by_action=True):
            device.touch()
    return receipts


def delivery_status(box: object) -> dict[str, Any] | None:
    """What became of entries that were delivered before, and how the telephone stands; nothing
    where the box does not open.
    """
    try:
        said = decrypt_box(box)
        keys = [UUID(str(key)) for key in said.get("keys", ())][:MAX_KEYS]
    except (CannotDecrypt, ValueError, TypeError):
        return None
    device = _device_of(said, {})
    if device is None:
        return None
    with rls_user(device.user, by_action=True), translation.override(_language(device)):
        device.touch()
        rows = OutboxEntry.objects.filter(device=device, key__in=keys)
        sent = {each.key: each for each in rows}
        missing = _("This never arrived here.")
        receipts = [
            sent[key].receipt if key in sent else _unreadable_receipt(key, missing) for key in keys
        ]
        return {"receipts": receipts, "device": device_status(device)}


def device_status(device: Device | None) -> dict[str, Any] | None:
    """How a telephone stands, for itself."""
    if device is None:
        return None
    waiting = _count_waiting(device)
    return {"ref": str(device.ref), "revoked": not device.is_trusted, "waiting": waiting}


@aggregate_query("a device is told how many of its entries wait, also while nobody is signed in")
def _count_waiting(device: Device) -> int:
    waits = (OutboxEntry.State.REVIEW, OutboxEntry.State.CONFLICT)
    return device.outbox_entries.filter(state__in=waits).count()


def _open(at: int, box: object, known: dict[str, Device | None]) -> OpenedBox | None:
    try:
        said = decrypt_box(box)
        device = _device_of(said, known)
        if device is None or not isinstance(said.get("entry"), dict):
            return None
        entry = OutboxCommand.model_validate_json(_as_json(said["entry"]))
    except (CannotDecrypt, ValidationError):
        return None
    return OpenedBox(at, device, entry, said["entry"])


def _device_of(said: dict[str, Any], known: dict[str, Device | None]) -> Device | None:
    """The telephone whose secret it holds; without it anybody could write in another's name."""
    secret, ref = said.get("secret"), said.get("device")
    if not isinstance(secret, str) or not isinstance(ref, str):
        return None
    if secret not in known:
        known[secret] = find_by_secret(Device, secret)
    device = known[secret]
    return device if device and str(device.ref) == ref.lower() else None


def _receive(opened: OpenedBox) -> dict[str, Any]:
    """Nothing that befalls one entry loses or keeps back another."""
    device, entry = opened.device, opened.entry
    zone = timezone.override(device.office.zone)
    with translation.override(_language(device)), zone, rls_user(device.user, by_action=True):
        try:
            with transaction.atomic():
                sent = OutboxEntry.receive(device, entry, _digest(opened.said))
        except KeyReused as refusal:
            return _refused_receipt(entry, str(refusal))
        except IntegrityError:  # the key of somebody else's entry: it is told to nobody
            return _refused_receipt(
                entry, _("This was already sent with other words. Write it anew.")
            )
        if sent.state in SETTLED:
            release_dependents(sent.key)
        return sent.receipt


def _digest(said: dict[str, Any]) -> str:
    """Keyed: a short note must not be guessed from its hash."""
    whole = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    return hmac.new(key_ring.derive("field entries"), whole, sha256).hexdigest()


def _language(device: Device) -> str:
    return device.user.language or translation.get_language() or "en"


def _refused_receipt(entry: OutboxCommand, text: str) -> dict[str, Any]:
    return {"key": str(entry.key), "state": "refused", "text": text, "result": {}}


def _unreadable_receipt(key: UUID | None = None, text: str = "") -> dict[str, Any]:
    text = text or _("This does not open here.")
    told = str(key) if key else None
    return {"key": told, "state": "unreadable", "text": text, "result": {}}


def _as_json(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False)


# Encrypted outbox: ECDH on P-256, HKDF, AES-GCM

CURVE = ec.SECP256R1()
# FIPS 186-5, A.4.1: the order of the curve, and 64 bits more chance than it has.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
VERSION, POINT, TAG = 1, 65, 16
INFO, NONCE = b"amparo box 1", bytes(12)  # each key is used once


class CannotDecrypt(Exception):  # noqa: N818 - what a box is, not an error of ours
    """It does not open here, or nothing of ours is in it."""


def public_key() -> bytes:
    """The half that telephones know: a point of the curve, uncompressed."""
    return _point(_private(key_ring.derive("field boxes")).public_key())


def key_id() -> str:
    """Identifies this installation without disclosing anything about its key."""
    return sha256(public_key()).hexdigest()[:16]


def decrypt_box(box: object) -> dict[str, Any]:
    """What lies in it, as far as it is JSON; `CannotDecrypt` for whatever else is brought."""
    sealed = _bytes(box)
    fresh, closed = sealed[1 : 1 + POINT], sealed[1 + POINT :]
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, fresh)
        shared = _private(key_ring.derive("field boxes")).exchange(ec.ECDH(), point)
        clear = AESGCM(_derive(shared, INFO, 32)).decrypt(NONCE, closed, None)
    except (ValueError, InvalidTag):
        raise CannotDecrypt from None
    return _parse(clear)


def _bytes(box: object) -> bytes:
    if not isinstance(box, str):
        raise CannotDecrypt
    try:
        sealed = base64.b64decode(box, validate=True)
    except (ValueError, binascii.Error):
        raise CannotDecrypt from None
    if len(sealed) < 1 + POINT + TAG or sealed[0] != VERSION:
        raise CannotDecrypt
    return sealed


def _parse(clear: bytes) -> dict[str, Any]:
    try:
        said = json.loads(clear, parse_constant=_no_number)
        json.dumps(said, ensure_ascii=False).encode()  # half a letter is none
    except (ValueError, RecursionError):
        raise CannotDecrypt from None
    if not isinstance(said, dict):
        raise CannotDecrypt
    return said


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


@cache
def _private(root: bytes) -> ec.EllipticCurvePrivateKey:
    chance = int.from_bytes(_derive(root, b"p-256", 40), "big")
    return ec.derive_private_key(chance % (ORDER - 1) + 1, CURVE)


def _derive(key: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=bytes(32), info=info).derive(key)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
