"""The key ring: the few keys that lie outside the database and open everything inside it.

A ring holds a root, from which each purpose derives a key of its own (search, ledger, sign-in),
and wrapping keys, under which the data keys of the files are kept (NIST SP 800-57: a key for one
purpose only). Where it lies is a provider's business: a file that only we can read, the
environment, or a class of one's own that asks an HSM (PKCS#11) or a key service.
"""

import json
import os
import secrets
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

NONCE = 12


class Unopenable(Exception):  # noqa: N818 - what the reader is told, not an error of ours
    """What is asked for is sealed, and its key is missing or wrong: nothing of it is shown."""


class Ring(Protocol):
    """What a provider of keys can do. The keys themselves need never leave it."""

    @property
    def current(self) -> str:
        """The wrapping key that new data keys are kept under."""

    def names(self) -> frozenset[str]:
        """Every wrapping key that it can still open with."""

    def wrap(self, key: bytes, bound_to: bytes) -> tuple[str, bytes]:
        """A data key under the current wrapping key, and that key's name."""

    def unwrap(self, name: str, wrapped: bytes, bound_to: bytes) -> bytes:
        """The data key again; `Unopenable` where the key is missing or was changed."""

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose, always the same; they do not change when wrapping keys do."""


class KeptRing:
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
            raise Unopenable(f"The key {name} is not in the ring.")
        try:
            return self._cipher(name).decrypt(wrapped[:NONCE], wrapped[NONCE:], bound_to)
        except InvalidTag:
            raise Unopenable(f"The key {name} does not open what was kept under it.") from None

    def _cipher(self, name: str) -> AESGCM:
        if name not in self._ciphers:
            self._ciphers[name] = AESGCM(self._keys[name])
        return self._ciphers[name]

    def derive(self, purpose: str) -> bytes:
        if purpose not in self._derived:
            made = HKDF(SHA256(), 32, salt=None, info=b"amparo " + purpose.encode())
            self._derived[purpose] = made.derive(self._root)
        return self._derived[purpose]

    def with_new_key(self) -> "KeptRing":
        """The same ring with one more wrapping key, which is now the current one."""
        name = _new_name()
        keys = {**self._keys, name: secrets.token_bytes(32)}
        return KeptRing(_kept(self._root, keys, name))

    def without(self, name: str) -> "KeptRing":
        keys = {each: key for each, key in self._keys.items() if each != name}
        return KeptRing(_kept(self._root, keys, self.current))

    def as_json(self) -> str:
        return json.dumps(_kept(self._root, self._keys, self.current), indent=1)


class FileRing:
    """The ring of a house of one's own: a file with mode 0400 beside the database, not in it."""

    def __init__(self) -> None:
        self.path = Path(settings.AMPARO_RING_FILE)
        self._read_at: tuple[int, int] = (0, 0)
        self._kept: KeptRing | None = None

    @property
    def kept(self) -> KeptRing:
        """As the file says now: a key that another process added is seen at once."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            raise Unopenable(f"There is no key ring at {self.path}.") from None
        if self._kept is None or self._read_at != (found.st_mtime_ns, found.st_ino):
            self._kept = KeptRing(json.loads(self.path.read_text()))
            self._read_at = (found.st_mtime_ns, found.st_ino)
        return self._kept

    def make(self) -> None:
        """A first ring, unless there is one."""
        if not self.path.exists():
            name = _new_name()
            fresh = _kept(secrets.token_bytes(32), {name: secrets.token_bytes(32)}, name)
            self._write(KeptRing(fresh), over=False)

    def replace(self, ring: KeptRing) -> None:
        self._write(ring, over=True)

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

    def _write(self, ring: KeptRing, *, over: bool) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = self.path.with_name(f".ring-{secrets.token_hex(8)}")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        try:
            with os.fdopen(descriptor, "w") as file:
                file.write(ring.as_json())
                file.flush()
                os.fsync(file.fileno())
            if over:
                unfinished.replace(self.path)
            else:
                # A link is made once: of two that begin at the same moment, one ring stays.
                self.path.hardlink_to(unfinished)
        except FileExistsError:
            pass
        finally:
            unfinished.unlink(missing_ok=True)


class EnvironmentRing(KeptRing):
    """The ring as `AMPARO_RING` holds it: for houses whose secrets come from an orchestrator."""

    def __init__(self) -> None:
        given = os.environ.get("AMPARO_RING", "")
        if not given:
            raise Unopenable("AMPARO_RING holds no key ring.")
        super().__init__(json.loads(given))


@cache
def ring() -> Ring:
    """The ring of this house."""
    return import_string(settings.AMPARO_KEY_PROVIDER)()


def derive(purpose: str) -> bytes:
    """A key of 32 bytes for one purpose; `Unopenable` where the house has no ring."""
    return ring().derive(purpose)


def _new_name() -> str:
    return "k" + secrets.token_hex(4)


def _kept(root: bytes, keys: dict[str, bytes], current: str) -> dict:
    return {
        "root": root.hex(),
        "keys": {name: key.hex() for name, key in keys.items()},
        "current": current,
    }


def prepare(using: str = "default", **_signal) -> None:
    """A ring for an empty house, before its first table; never a second one for a full house."""
    maker = getattr(ring(), "make", None)
    if maker is not None and not _has_data_keys(using):
        maker()


def _has_data_keys(using: str) -> bool:
    connection = connections[using]
    if "trust_datakey" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM trust_datakey LIMIT 1")
        return cursor.fetchone() is not None
