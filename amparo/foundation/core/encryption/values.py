"""Encrypts and decrypts personal values, with a data key for each record owner.

A value is encrypted with AES-256-GCM under the data key of the file it belongs to, and bound to
`crypto_label`, `crypto_name` and its record's ref: in another row or column it cannot be
decrypted. Destroying a data key erases every value of that file, in backups too.

version (1) | number of the data key (8) | nonce (12) | ciphertext | tag (16)
"""

import json
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import batched
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, models, transaction

from ..clock import now
from ..permissions.grants import PermissionQuerySet
from ..records import Record
from . import key_ring
from .key_ring import DecryptionError, current_key_ring

# Data keys.


def new_number() -> int:
    """Returns a random number of 63 bits for a new key: its values can be written before the key
    is, by any process.

    Among the keys of four million files the probability of a collision is one in a million.
    """
    return secrets.randbits(63)


class DataKey(models.Model):
    """The key of one file (a person, a case, a register), stored encrypted under a wrapping key of
    the ring.

    Each encrypted value names the number of its key. Without this row nobody can decrypt them, in
    any copy: deleting it (`destroy`) is how data is erased.
    """

    number = models.BigIntegerField(primary_key=True, default=new_number, editable=False)
    owner_kind = models.CharField(max_length=40)
    owner_ref = models.UUIDField(db_index=True)
    ring_key = models.CharField(max_length=40, db_index=True)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(default=now, editable=False)

    objects = PermissionQuerySet.as_manager()

    def __str__(self):
        return f"DataKey {self.number}"

    @classmethod
    def new(cls, kind: str, owner: UUID) -> "DataKey":
        """Returns a new key for an owner, not saved."""
        key = cls(owner_kind=kind, owner_ref=owner)
        key.ring_key, key.wrapped = key_ring.current_key_ring().wrap(
            secrets.token_bytes(32), key._bound_to
        )
        return key

    def unwrap(self) -> bytes:
        """Returns the key in clear; raises DecryptionError where its wrapping key is missing or
        the row was changed.
        """
        return key_ring.current_key_ring().unwrap(
            self.ring_key, bytes(self.wrapped), self._bound_to
        )

    def rewrap(self) -> None:
        """Encrypts the key under the current wrapping key; values under it do not change. Does not
        save.
        """
        self.ring_key, self.wrapped = key_ring.current_key_ring().wrap(
            self.unwrap(), self._bound_to
        )

    @classmethod
    def destroy(cls, owners: Iterable[UUID]) -> int:
        """Irreversibly erases whatever was encrypted for these owners; returns how many keys were
        deleted. Idempotent.
        """
        owners = list(owners)
        gone, _each = cls.objects.filter(owner_ref__in=owners).delete()

        evict_keys(owners)
        return gone

    @property
    def _bound_to(self) -> bytes:
        return _bound(self.owner_kind, self.owner_ref)

    @classmethod
    def unwrap_many(cls, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """Yields number and key in clear of many keys; nothing is cached. Numbers that do not
        exist are left out.
        """
        ring = key_ring.current_key_ring()
        ring = getattr(ring, "kept", ring)  # looked up once: a ring in a file is asked each time
        columns = ("number", "owner_kind", "owner_ref", "ring_key", "wrapped")
        rows = cls.objects.filter(number__in=list(numbers)).values_list(*columns)
        for number, kind, owner, ring_key, wrapped in rows:
            yield number, ring.unwrap(ring_key, bytes(wrapped), _bound(kind, owner))


def _bound(owner_kind: str, owner: UUID) -> bytes:
    # A wrapped key put in another owner's place does not open.
    return b"data key|" + owner_kind.encode() + b"|" + owner.bytes


# Ciphers by the first byte of a value. A new cipher gets a new number; old values stay readable.
WAYS: dict[int, Any] = {1: AESGCM}
NOW = 1
NONCE = 12
HEAD = 9

# Bounds of what a process remembers: opened data keys, and values fetched but not yet opened.
OPENED = 20_000
AWAITED = 5_000
KEYS_TOGETHER = 500


class EncryptedValue(bytes):
    """A personal value as the database holds it, not decrypted."""

    @property
    def key_number(self) -> int:
        """Returns the number of the data key."""
        return int.from_bytes(self[1:HEAD], "big") & (2**63 - 1)  # what a database can look up


@dataclass(frozen=True, slots=True)
class DecryptedKey:
    """A data key in clear, with its ciphers."""

    number: int
    key: bytes
    ciphers: dict[int, Any]

    def cipher(self, way: int) -> Any:
        if way not in self.ciphers:
            self.ciphers[way] = WAYS[way](self.key)
        return self.ciphers[way]


_recent: dict[int, DecryptedKey] = {}
_numbers: dict[UUID, int] = {}  # owner → the number of its key, once that is committed
_awaited = threading.local()
_cache: ContextVar[dict[UUID, tuple[DecryptedKey, tuple]] | None] = ContextVar(
    "held", default=None
)


def from_database(value: bytes) -> EncryptedValue:
    """Returns the still encrypted value and queues its key, so that the keys of many values are
    fetched in one query.
    """
    sealed = EncryptedValue(value)
    if len(sealed) > HEAD and (number := sealed.key_number) not in _recent:
        waiting = _awaited.__dict__.setdefault("numbers", set())
        if len(waiting) < AWAITED:
            waiting.add(number)
    return sealed


def encrypt_value(value: Any, *, kind: str, record: Record, field: str) -> EncryptedValue:
    """Returns the value encrypted under the key of its owner, bound to record and `field` (its
    `crypto_name`).

    Creates the owner's key with the first value. None and "" are stored as nothing. Raises
    DecryptionError without the right key ring.
    """
    if value is None or value == "":
        return EncryptedValue(b"")
    key = key_for_owner(record)
    nonce = secrets.token_bytes(NONCE)
    clear = _encoded(value, kind)
    head = bytes([NOW]) + key.number.to_bytes(8, "big")
    closed = key.cipher(NOW).encrypt(nonce, clear, head + _bound_to(record, field))
    return EncryptedValue(head + nonce + closed)


def decrypt_value(sealed: EncryptedValue, *, kind: str, record: Record, field: str) -> Any:
    """Returns the value in clear; raises DecryptionError if its key is gone, or if it was changed
    or belongs to another record or field.
    """
    if not sealed:
        return "" if kind == "text" else None
    way = sealed[0]
    if way not in WAYS or len(sealed) < HEAD + NONCE:
        raise DecryptionError("A value was sealed in a way that this version does not know.")
    key = data_key(sealed.key_number)
    head, nonce, closed = sealed[:HEAD], sealed[HEAD : HEAD + NONCE], sealed[HEAD + NONCE :]
    try:
        clear = key.cipher(way).decrypt(nonce, closed, head + _bound_to(record, field))
    except InvalidTag:
        raise DecryptionError(
            "A sealed value was changed, or stands in another's place."
        ) from None
    return decode_value(clear, kind)


def data_key(number: int) -> DecryptedKey:
    """Returns the data key of that number, fetched together with the queued ones; raises
    DecryptionError where it was erased. Cached in the process.
    """
    if found := _recent.get(number):
        return found
    waiting = _awaited.__dict__.pop("numbers", set())
    wanted = [number, *(each for each in waiting - {number} if each not in _recent)]
    fetched: dict[int, DecryptedKey] = {}
    for start in range(0, len(wanted), KEYS_TOGETHER):
        together = wanted[start : start + KEYS_TOGETHER]
        for key in DataKey.objects.filter(number__in=together):
            fetched[key.number] = _remember(key)
    if number not in fetched:
        raise DecryptionError(
            "The key of this value is gone: it was erased, or its table is missing."
        )
    return fetched[number]


def key_for_owner(record: models.Model) -> DecryptedKey:
    """Returns the data key of the file that the record belongs to, creating and saving it with the
    first value.
    """
    file: Any = getattr(record, "file", None) or record
    if known := _known(file.ref):
        return known
    key = DataKey.objects.filter(owner_ref=file.ref).order_by("-made_at", "number").first()
    if key is None:
        key = _fresh(file)
        key.save(force_insert=True)
    return _keep(key)


@contextmanager
def cached_keys() -> Iterator[None]:
    """Looks the key of each file up only once inside the block; for bulk writes in one
    transaction. May be nested.
    """
    outer = _cache.get()
    token = _cache.set({} if outer is None else outer)
    try:
        yield
    finally:
        _cache.reset(token)


def create_keys(files: Iterable[Any]) -> None:
    """Creates and saves the keys of many new files in bulk; inside `cached_keys`."""
    fresh = [_fresh(file) for file in files]
    DataKey.objects.bulk_create(fresh, batch_size=1000)
    for key in fresh:
        _keep(key)


def load_keys(files: Iterable[Any]) -> None:
    """Fetches the existing keys of many files in bulk; inside `cached_keys`."""
    for together in batched((file.ref for file in files), KEYS_TOGETHER, strict=False):
        keys = DataKey.objects.filter(owner_ref__in=together)
        for key in keys.order_by("made_at", "-number"):  # of several, the latest is used
            _keep(key)


def evict_keys(owners: Iterable[UUID]) -> None:
    """Forgets the keys of these owners in this process, after they were destroyed."""
    for owner in owners:
        _numbers.pop(owner, None)
        _uncommitted_keys().pop(owner, None)
    _recent.clear()


def _known(owner: UUID) -> DecryptedKey | None:
    held_now = _cache.get() or {}
    if owner in held_now:
        key, savepoints = held_now[owner]
        # Created inside a savepoint that was rolled back since: this key is stored nowhere.
        if tuple(connection.savepoint_ids[: len(savepoints)]) == savepoints:
            return key
    if number := _numbers.get(owner):
        return data_key(number)
    return _known_before_commit(owner)


def _keep(key: DataKey) -> DecryptedKey:
    ready = _recent.get(key.number) or _remember(key)
    if (held_now := _cache.get()) is not None and connection.in_atomic_block:
        held_now[key.owner_ref] = (ready, tuple(connection.savepoint_ids))
    # Only after the commit: a number whose row was rolled back must encrypt nothing more.
    note = partial(_note_number, key.owner_ref, key.number)
    transaction.on_commit(note)
    if connection.in_atomic_block and held_now is None:
        uncommitted = _uncommitted_keys()
        if len(uncommitted) >= OPENED:
            uncommitted.clear()
        uncommitted[key.owner_ref] = (ready, note)
    return ready


def _uncommitted_keys() -> "dict[UUID, tuple[DecryptedKey, Callable]]":
    """The keys that this thread looked up or created in transactions, each with what was to be
    done after the commit: where that no longer waits, the row may be gone.
    """
    return _awaited.__dict__.setdefault("uncommitted", {})


def _known_before_commit(owner: UUID) -> DecryptedKey | None:
    """Returns the key that the transaction at hand looked up already, unless it was undone since:
    Django forgets what waits for a commit when the savepoint or transaction around it is undone.
    """
    found = _uncommitted_keys().get(owner)
    if found is None:
        return None
    ready, note = found
    if any(waiting[1] is note for waiting in connection.run_on_commit):
        return ready
    del _uncommitted_keys()[owner]
    return None


def _note_number(owner: UUID, number: int) -> None:
    if len(_numbers) >= OPENED:
        _numbers.clear()
    _numbers[owner] = number


def _remember(key: DataKey) -> DecryptedKey:
    if len(_recent) >= OPENED:
        _recent.clear()
    ready = _recent[key.number] = DecryptedKey(key.number, key.unwrap(), {})
    return ready


def _fresh(file: Any) -> DataKey:
    _check_key_ring()
    kind = file.crypto_label if isinstance(file, Record) else file.kind
    return DataKey.new(kind, file.ref)


_ring_is_ours: set[str] = set()


def _check_key_ring() -> None:
    """Raises DecryptionError before anything is encrypted under a key ring that cannot decrypt the
    existing keys.
    """
    current = current_key_ring().current
    if current not in _ring_is_ours:
        if DataKey.objects.exclude(ring_key__in=current_key_ring().names()).exists():
            raise DecryptionError(
                "This key ring is not the one that what is here was sealed with."
            )
        _ring_is_ours.add(current)


def _bound_to(record: Record, field: str) -> bytes:
    return bound_to_column(type(record), field) + record.ref.bytes


def bound_to_column(model: type[Record], field: str) -> bytes:
    """What binds a value to its column; the ref of its record follows."""
    return f"{model.crypto_label}|{field}|".encode()


def _encoded(value: Any, kind: str) -> bytes:
    if kind == "json":
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return (value.isoformat() if kind == "date" else str(value)).encode()


def decode_value(clear: bytes, kind: str) -> Any:
    """The value of a field of this kind from what was encrypted."""
    if kind == "json":
        return json.loads(clear)
    text = clear.decode()
    return date.fromisoformat(text) if kind == "date" else text
