"""The key ring: the few keys that lie outside the database and open everything inside it.

A ring holds a root, from which each purpose derives a key of its own (search, ledger, sign-in),
and wrapping keys, under which the data keys of the files are kept (NIST SP 800-57: a key for one
purpose only). Where it lies is a provider's business: a file that only we can read, which may lie
on another device (AMPARO_KEYS) and be locked with a passphrase or a hardware token
(`ring_locks`); the environment; or a class of one's own that asks a key service.
"""

import json
import os
import secrets
import threading
from functools import cache
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string

from .key_locks import Lock, is_locked, lock_ring, parse_locked, unlock_ring
from .key_locks.errors import DecryptionError
from .secret_files import write_secret

__all__ = [
    "DecryptionError",
    "EnvironmentKeyRing",
    "FileKeyRing",
    "JsonKeyRing",
    "KeyProvider",
    "current_key_ring",
    "derive",
]

NONCE, KEY_BYTES = 12, 32
DAMAGED = (
    "The key ring {where} is empty or damaged. Put it back from your copy of the keys: without it "
    "nothing that is sealed opens, and a new one would open nothing either."
)
UNREADABLE = (
    "The key ring {path} cannot be read ({why}). Start Amparo as the user that the file belongs "
    "to, or give it to who starts it: chown USER {path}"
)


class KeyProvider(Protocol):
    """What a provider of keys can do. The keys themselves need never leave it."""

    @property
    def current(self) -> str:
        """The wrapping key that new data keys are kept under."""

    def names(self) -> frozenset[str]:
        """Every wrapping key that it can still open with."""

    def wrap(self, key: bytes, bound_to: bytes) -> tuple[str, bytes]:
        """A data key under the current wrapping key, and that key's name."""

    def unwrap(self, name: str, wrapped: bytes, bound_to: bytes) -> bytes:
        """The data key again; `DecryptionError` where the key is missing or was changed."""

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose, always the same; they do not change when wrapping keys do."""


class JsonKeyRing:
    """A ring kept as JSON: where it is read from, and its arithmetic."""

    def __init__(self, kept: dict):
        self._root = bytes.fromhex(kept["root"])
        self._keys = {name: bytes.fromhex(key) for name, key in kept["keys"].items()}
        self.current = kept["current"]
        self._derived: dict[str, bytes] = {}
        self._ciphers: dict[str, AESGCM] = {}

    def names(self) -> frozenset[str]:
        return frozenset(self._keys)

    def wrap(self, key: bytes, bound_to: bytes) -> tuple[str, bytes]:
        nonce = secrets.token_bytes(NONCE)
        return self.current, nonce + self._cipher(self.current).encrypt(nonce, key, bound_to)

    def unwrap(self, name: str, wrapped: bytes, bound_to: bytes) -> bytes:
        if name not in self._keys:
            raise DecryptionError(f"The key {name} is not in the ring.")
        try:
            return self._cipher(name).decrypt(wrapped[:NONCE], wrapped[NONCE:], bound_to)
        except InvalidTag:
            raise DecryptionError(
                f"The key {name} does not open what was kept under it."
            ) from None

    def _cipher(self, name: str) -> AESGCM:
        if name not in self._ciphers:
            self._ciphers[name] = AESGCM(self._keys[name])
        return self._ciphers[name]

    def derive(self, purpose: str) -> bytes:
        if purpose not in self._derived:
            made = HKDF(SHA256(), 32, salt=None, info=b"amparo " + purpose.encode())
            self._derived[purpose] = made.derive(self._root)
        return self._derived[purpose]

    def with_new_key(self) -> "JsonKeyRing":
        """The same ring with one more wrapping key, which is now the current one."""
        name = _new_name()
        keys = {**self._keys, name: secrets.token_bytes(32)}
        return JsonKeyRing(_stored(self._root, keys, name))

    def without(self, name: str) -> "JsonKeyRing":
        keys = {each: key for each, key in self._keys.items() if each != name}
        return JsonKeyRing(_stored(self._root, keys, self.current))

    def as_json(self) -> str:
        return json.dumps(_stored(self._root, self._keys, self.current), indent=1)


def parse_ring(text: str, where: str) -> dict:
    """A ring as it is kept, checked; `DecryptionError` where it is empty, cut short or altered."""
    try:
        kept = json.loads(text)
        keys = [bytes.fromhex(key) for key in (kept["root"], *kept["keys"].values())]
        is_whole = kept["current"] in kept["keys"] and {*map(len, keys)} == {KEY_BYTES}
    except (ValueError, LookupError, TypeError, AttributeError):
        is_whole = False
    if not is_whole:
        raise DecryptionError(DAMAGED.format(where=where))
    return kept


class FileKeyRing:
    """The ring in a file with mode 0400, in clear or locked: beside the database, never in it.

    `AMPARO_KEYS` names a folder on another device. While that is away nothing is opened, and no
    other ring is ever made in its place.
    """

    def __init__(self) -> None:
        self.path = Path(settings.AMPARO_RING_FILE)
        self._read_at: tuple[int, int] = (0, 0)
        self._kept: JsonKeyRing | None = None
        self._lock: Lock | None = None
        self._reading = threading.Lock()  # opening a locked ring takes a second and much memory

    @property
    def kept(self) -> JsonKeyRing:
        """As the file says now: a key that another process added is seen at once."""
        with self._reading:
            found = self._found()
            if self._kept is None or self._read_at != (found.st_mtime_ns, found.st_ino):
                self._kept = self._opened()
                self._read_at = (found.st_mtime_ns, found.st_ino)
            return self._kept

    @property
    def locked_with(self) -> str:
        """What the file says that it is locked with: `passphrase`, `token`, or nothing."""
        kept = self._parsed()
        return kept["lock"]["with"] if is_locked(kept) else ""

    @property
    def token_label(self) -> str:
        """The label of the token that it is locked with, where it is."""
        return str(self._parsed().get("lock", {}).get("label", ""))

    def make(self, lock: Lock | None = None) -> None:
        """A first ring, unless there is one; `DecryptionError` where its device is away."""
        if not self.path.exists():
            self.must_have_its_device()
            name = _new_name()
            fresh = _stored(secrets.token_bytes(32), {name: secrets.token_bytes(32)}, name)
            self._lock = lock
            self._write(JsonKeyRing(fresh), over=False)

    def replace(self, ring: JsonKeyRing) -> None:
        """Another ring in the same file, under the same lock."""
        if self.path.exists():
            _ = self.kept  # so that its lock is known
        self._write(ring, over=True)

    def change_lock(self, lock: Lock | None) -> None:
        """The same ring under another lock, or in clear; tried before it counts."""
        ring, before = self.kept, self._lock
        self._lock = lock
        try:
            self._write(ring, over=True)
        except BaseException:
            self._lock = before
            raise

    @property
    def current(self) -> str:
        return self.kept.current

    def names(self) -> frozenset[str]:
        return self.kept.names()

    def wrap(self, key: bytes, bound_to: bytes) -> tuple[str, bytes]:
        return self.kept.wrap(key, bound_to)

    def unwrap(self, name: str, wrapped: bytes, bound_to: bytes) -> bytes:
        return self.kept.unwrap(name, wrapped, bound_to)

    def derive(self, purpose: str) -> bytes:
        return self.kept.derive(purpose)

    def _found(self) -> os.stat_result:
        try:
            return self.path.stat()
        except OSError:  # taken away, or a device that no longer answers
            away = " Is its device plugged in and mounted?" if settings.AMPARO_KEYS else ""
            raise DecryptionError(
                f"There is no key ring at {self.path}.{away} None is made in its place."
            ) from None

    def _parsed(self) -> dict:
        """What the file holds, in clear or locked."""
        self._found()
        try:
            text = self.path.read_text()
        except OSError as fault:
            raise DecryptionError(UNREADABLE.format(path=self.path, why=fault.strerror)) from None
        except UnicodeDecodeError:
            text = ""
        kept = parse_locked(text)
        return parse_ring(text, f"in {self.path}") if kept is None else kept

    def _opened(self) -> JsonKeyRing:
        kept = self._parsed()
        if is_locked(kept):
            text, self._lock = unlock_ring(kept, self.path, self._lock)
            kept = parse_ring(text, f"in {self.path}")
        else:
            self._lock = None
        return JsonKeyRing(kept)

    def must_have_its_device(self) -> None:
        """Refuses to write a ring on the disk of the data because the stick was not in."""
        folder = self.path.parent
        if not settings.AMPARO_KEYS:
            return
        if not folder.is_dir():
            raise DecryptionError(
                f"There is no folder {folder}, which AMPARO_KEYS names: plug in the device and "
                "mount it, or make the folder on it. No key ring was made."
            )
        if folder.stat().st_dev == Path(settings.HOME).stat().st_dev:
            raise DecryptionError(
                f"{folder} lies on the same file system as {settings.HOME}: the device that "
                "AMPARO_KEYS names is not mounted there. No key ring was made."
            )

    def _write(self, ring: JsonKeyRing, *, over: bool) -> None:
        text = ring.as_json()
        if self._lock is not None:
            text = lock_ring(text, self._lock)
        write_secret(self.path, text.encode(), over=over)


class EnvironmentKeyRing(JsonKeyRing):
    """The ring as `AMPARO_RING` holds it: for houses whose secrets come from an orchestrator."""

    def __init__(self) -> None:
        given = os.environ.get("AMPARO_RING", "")
        if not given:
            raise DecryptionError("AMPARO_RING holds no key ring.")
        super().__init__(parse_ring(given, "in AMPARO_RING"))


@cache
def current_key_ring() -> KeyProvider:
    """The ring of this house."""
    return import_string(settings.AMPARO_KEY_PROVIDER)()


def open_if_locked() -> None:
    """Opens a locked ring while somebody can be asked; a missing one is told when it is used."""
    known = current_key_ring()
    if isinstance(known, FileKeyRing) and known.path.exists() and known.locked_with:
        known.names()


def protection() -> dict[str, str]:
    """How the ring of this house is kept, for copies and whoever looks it over: no secret in it.

    `kept` is `file`, `environment` or the name of a provider; `lock` what a file is locked with.
    """
    known = current_key_ring()
    if isinstance(known, FileKeyRing):
        return {"kept": "file", "lock": known.locked_with, "label": known.token_label}
    kept = "environment" if isinstance(known, EnvironmentKeyRing) else type(known).__name__
    return {"kept": kept, "lock": "", "label": ""}


def derive(purpose: str) -> bytes:
    """A key of 32 bytes for one purpose; `DecryptionError` where the house has no ring."""
    return current_key_ring().derive(purpose)


def _new_name() -> str:
    return "k" + secrets.token_hex(4)


def _stored(root: bytes, keys: dict[str, bytes], current: str) -> dict:
    return {
        "root": root.hex(),
        "keys": {name: key.hex() for name, key in keys.items()},
        "current": current,
    }


def create_first_key_ring(using: str = "default", **_signal) -> None:
    """A ring for an empty house, before its first table; never a second one for a full house."""
    maker = getattr(current_key_ring(), "make", None)
    if maker is not None and not has_data_keys(using):
        maker()


def has_data_keys(using: str = "default") -> bool:
    """Whether something was ever sealed in this database."""
    connection = connections[using]
    if "trust_datakey" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM trust_datakey LIMIT 1")
        return cursor.fetchone() is not None
