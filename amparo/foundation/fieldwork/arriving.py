"""What telephones deliver: opened, put in its order, done entry by entry, and answered for.

Who carries it here is nobody's concern: a box opens for the house alone, and holds the secret of
the telephone that closed it. So no session and no cookie is looked at.
"""

import hmac
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from pydantic import ValidationError

from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.permissions.rls.context import rls_bypass, rls_user

from . import boxes
from .commands import Entry, OtherWords
from .models import Device, Sent
from .models.sent import SETTLED
from .models.turns import go_on_after

MOST_BOXES = 50
MOST_KEYS = 1_000


@dataclass(frozen=True)
class Opened:
    """One box that opened: whose telephone closed it, and what it says."""

    at: int  # its place among those that came
    device: Device
    entry: Entry
    said: dict[str, Any]


def deliver(closed: list[object]) -> list[dict[str, Any]]:
    """A receipt for each, in the order in which they came. Each is a transaction of its own."""
    receipts = [_unreadable() for _each in closed]
    known: dict[str, Device | None] = {}
    opened = [_open(at, box, known) for at, box in enumerate(closed)]
    found = sorted(filter(None, opened), key=lambda each: (each.device.pk, each.entry.seq))
    for each in found:
        receipts[each.at] = _take(each)
    with rls_bypass():
        for device in {each.device.pk: each.device for each in found}.values():
            device.heard()
    return receipts


def tell(box: object) -> dict[str, Any] | None:
    """What became of entries that were delivered before, and how the telephone stands; nothing
    where the box does not open.
    """
    try:
        said = boxes.opened(box)
        keys = [UUID(str(key)) for key in said.get("keys", ())][:MOST_KEYS]
    except (boxes.Shut, ValueError, TypeError):
        return None
    device = _device_of(said, {})
    if device is None:
        return None
    with rls_bypass(), translation.override(_language(device)):
        device.heard()
        rows = Sent.objects.filter(device=device, key__in=keys)
        sent = {each.key: each for each in rows}
        missing = _("This never arrived here.")
        receipts = [
            sent[key].receipt if key in sent else _unreadable(key, missing) for key in keys
        ]
        return {"receipts": receipts, "device": standing_of(device)}


def standing_of(device: Device | None) -> dict[str, Any] | None:
    """How a telephone stands, for itself."""
    if device is None:
        return None
    waiting = device.sent.filter(state__in=(Sent.State.REVIEW, Sent.State.CONFLICT)).count()
    return {"ref": str(device.ref), "revoked": not device.is_trusted, "waiting": waiting}


def _open(at: int, box: object, known: dict[str, Device | None]) -> Opened | None:
    try:
        said = boxes.opened(box)
        device = _device_of(said, known)
        if device is None or not isinstance(said.get("entry"), dict):
            return None
        entry = Entry.model_validate_json(_again(said["entry"]))
    except (boxes.Shut, ValidationError):
        return None
    return Opened(at, device, entry, said["entry"])


def _device_of(said: dict[str, Any], known: dict[str, Device | None]) -> Device | None:
    """The telephone whose secret it holds; without it anybody could write in another's name."""
    secret, ref = said.get("secret"), said.get("device")
    if not isinstance(secret, str) or not isinstance(ref, str):
        return None
    if secret not in known:
        with rls_bypass():
            known[secret] = Device.known_by(secret)
    device = known[secret]
    return device if device and str(device.ref) == ref.lower() else None


def _take(opened: Opened) -> dict[str, Any]:
    """Nothing that befalls one entry loses or keeps back another."""
    device, entry = opened.device, opened.entry
    zone = timezone.override(device.office.zone)
    with translation.override(_language(device)), zone, rls_user(device.user, by_deed=True):
        try:
            with transaction.atomic():
                sent = Sent.take(device, entry, _digest(opened.said))
        except OtherWords as refusal:
            return _refused(entry, str(refusal))
        except IntegrityError:  # the key of somebody else's entry: it is told to nobody
            return _refused(entry, _("This was already sent with other words. Write it anew."))
        if sent.state in SETTLED:
            go_on_after(sent.key)
        return sent.receipt


def _digest(said: dict[str, Any]) -> str:
    """Keyed: a short note must not be guessed from its hash."""
    whole = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    return hmac.new(key_ring.derive("field entries"), whole, sha256).hexdigest()


def _language(device: Device) -> str:
    return device.user.language or translation.get_language() or "en"


def _refused(entry: Entry, words: str) -> dict[str, Any]:
    return {"key": str(entry.key), "state": "refused", "words": words, "result": {}}


def _unreadable(key: UUID | None = None, words: str = "") -> dict[str, Any]:
    words = words or _("This does not open here.")
    told = str(key) if key else None
    return {"key": told, "state": "unreadable", "words": words, "result": {}}


def _again(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False)
