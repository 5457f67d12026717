"""The key ring: the few keys outside the database with which everything in it is decrypted.

A ring holds a root, from which each purpose derives its own key (search, audit log, sign-in), and
wrapping keys, under which data keys are stored (NIST SP 800-57: one purpose for each key). A
provider says where it is: a file that only we can read, also on another device (AMPARO_KEYS),
locked with a passphrase or a hardware token (`key_locks`); the environment; or a class that asks a
key service.
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

from ..database.sqlite.file_state import is_new
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
    """The interface of a provider of keys. The keys themselves need never leave it."""

    @property
    def current(self) -> str:
        """The name of the wrapping key for new data keys."""

    def names(self) -> frozenset[str]:
        """Returns the names of all wrapping keys that can decrypt."""

    def wrap(self, key: bytes, bound_to: bytes) -> tuple[str, bytes]:
        """Encrypts a data key under the current wrapping key; returns the name of that key and the
        bytes.
        """

    def unwrap(self, name: str, wrapped: bytes, bound_to: bytes) -> bytes:
        """Returns the data key in clear; raises DecryptionError where the wrapping key is missing
        or the bytes were changed.
        """

    def derive(self, purpose: str) -> bytes:
        """Returns 32 bytes for one purpose, always the same; rotation of wrapping keys does not
        change them.
        """


class JsonKeyRing:
    """A key ring stored as JSON, with its cryptography."""

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
        """Returns a copy with one more wrapping key, which becomes the current one."""
        name = _new_name()
        keys = {**self._keys, name: secrets.token_bytes(32)}
        return JsonKeyRing(_stored(self._root, keys, name))

    def without(self, name: str) -> "JsonKeyRing":
        """Returns a copy without the wrapping key `name`: what is still wrapped under it cannot be
        decrypted.
        """
        keys = {each: key for each, key in self._keys.items() if each != name}
        return JsonKeyRing(_stored(self._root, keys, self.current))

    def as_json(self) -> str:
        return json.dumps(_stored(self._root, self._keys, self.current), indent=1)


def parse_ring(text: str, where: str) -> dict:
    """Returns a ring from its stored text; raises DecryptionError where it is empty, cut short or
    changed.
    """
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
    """The key ring in a file with mode 0400, plain or locked: beside the database, never in it.

    `AMPARO_KEYS` names a folder on another device. While that is not mounted nothing is decrypted,
    and no other ring is ever created in its place.
    """

    def __init__(self) -> None:
        self.path = Path(settings.AMPARO_KEY_RING_FILE)
        self._read_at: tuple[int, int] = (0, 0)
        self._kept: JsonKeyRing | None = None
        self._lock: Lock | None = None
        self._reading = threading.Lock()  # opening a locked ring takes a second and much memory

    @property
    def kept(self) -> JsonKeyRing:
        """Returns the ring as the file holds it now, so a key that another process added is seen
        at once. May ask for a passphrase; raises DecryptionError.
        """
        with self._reading:
            found = self._found()
            if self._kept is None or self._read_at != (found.st_mtime_ns, found.st_ino):
                self._kept = self._opened()
                self._read_at = (found.st_mtime_ns, found.st_ino)
            return self._kept

    @property
    def locked_with(self) -> str:
        """Returns how the file is locked: "passphrase", "token" or ""."""
        kept = self._parsed()
        return kept["lock"]["with"] if is_locked(kept) else ""

    @property
    def token_label(self) -> str:
        """Returns the label of the token that the file is locked with, or ""."""
        return str(self._parsed().get("lock", {}).get("label", ""))

    def make(self, lock: Lock | None = None) -> None:
        """Creates the first ring under `lock`, or plain; does nothing if there is one. Raises
        DecryptionError where its device is not mounted.
        """
        if not self.path.exists():
            self.must_have_its_device()
            name = _new_name()
            fresh = _stored(secrets.token_bytes(32), {name: secrets.token_bytes(32)}, name)
            self._lock = lock
            self._write(JsonKeyRing(fresh), over=False)

    def replace(self, ring: JsonKeyRing) -> None:
        """Writes another ring into the same file, under the same lock."""
        if self.path.exists():
            _ = self.kept  # so that its lock is known
        self._write(ring, over=True)

    def change_lock(self, lock: Lock | None) -> None:
        """Writes the same ring under another lock, or plain with None. Keeps the former lock if
        writing fails.
        """
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
                f"There is no key ring at {self.path}.{away} Bring it back from its copy: "
                "without it nothing here can be read, and none is made in its place."
            ) from None

    def _parsed(self) -> dict:
        """Returns what the file holds, plain or locked."""
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
        """Raises DecryptionError where AMPARO_KEYS is not mounted, so that no ring is written to
        the disk of the data.
        """
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
    """The key ring in the variable `AMPARO_KEY_RING`, for installations whose secrets come from an
    orchestrator.
    """

    def __init__(self) -> None:
        given = os.environ.get("AMPARO_KEY_RING", "")
        if not given:
            raise DecryptionError("AMPARO_KEY_RING holds no key ring.")
        super().__init__(parse_ring(given, "in AMPARO_KEY_RING"))


@cache
def current_key_ring() -> KeyProvider:
    """Returns the key ring of this installation; one object for the life of the process."""
    return import_string(settings.AMPARO_KEY_PROVIDER)()


def open_if_locked() -> None:
    """Unlocks a locked ring while somebody can be asked at the terminal; ignores a missing one,
    which raises when it is used.
    """
    known = current_key_ring()
    if isinstance(known, FileKeyRing) and known.path.exists() and known.locked_with:
        known.names()


def protection() -> dict[str, str]:
    """Returns how the key ring is stored, for backups and the doctor; contains no secret.

    `kept` is "file", "environment" or the class of a provider; `lock` is what a file is locked
    with.
    """
    known = current_key_ring()
    if isinstance(known, FileKeyRing):
        return {"kept": "file", "lock": known.locked_with, "label": known.token_label}
    kept = "environment" if isinstance(known, EnvironmentKeyRing) else type(known).__name__
    return {"kept": kept, "lock": "", "label": ""}


def derive(purpose: str) -> bytes:
    """Returns the key of 32 bytes for one purpose; raises DecryptionError without a key ring."""
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
    """Creates a key ring for an empty database, before its first table; never a second one for a
    database with data keys.
    """
    if not has_data_keys(using):
        make_first()


def make_first() -> None:
    """Creates a key ring where there is none; does nothing for one that is kept elsewhere."""
    maker = getattr(current_key_ring(), "make", None)
    if maker is not None:
        maker()


def has_data_keys(using: str = "default") -> bool:
    """Returns whether this database holds a data key, so that something may be encrypted in it."""
    connection = connections[using]
    if connection.vendor == "sqlite" and is_new(connection.settings_dict["NAME"]):
        return False  # asking would begin it, and its key ring
    if "core_datakey" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM core_datakey LIMIT 1")
        return cursor.fetchone() is not None
