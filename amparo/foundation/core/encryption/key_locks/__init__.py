"""Locks of the key ring: how its file is encrypted, where it is.

Whoever takes the disk can use a plain ring. A lock is a passphrase (`passphrase.py`) or a key on a
hardware token (`hardware_token.py`); the file says which, and everything that unlocking needs but
the secret:

{"format": "amparo-ring-1", "lock": {"with": …}, "nonce": …, "sealed": …}

`format` and `lock` are authenticated: a file in which they were changed cannot be unlocked.
"""

import json
import secrets
from typing import Protocol

from .errors import DecryptionError, WrongSecret
from .hardware_token import TokenLock
from .passphrase import PassphraseLock
from .secret import Secrets

FORMAT = "amparo-ring-1"
LOCKS: dict[str, type[PassphraseLock] | type[TokenLock]] = {
    "passphrase": PassphraseLock,
    "token": TokenLock,
}
NONCE = 12

__all__ = [
    "DecryptionError",
    "Lock",
    "WrongSecret",
    "is_locked",
    "lock_ring",
    "parse_locked",
    "unlock_ring",
]


class Lock(Protocol):
    """Encrypts the file of the key ring and decrypts it, for the life of this process."""

    @property
    def about(self) -> dict[str, str | int]:
        """Returns what the file says of the lock: everything that unlocking needs, but
        the secret.
        """

    def seal(self, clear: bytes, nonce: bytes, bound_to: bytes) -> bytes:
        """Returns the ring encrypted under this lock."""

    def open(self, sealed: bytes, nonce: bytes, bound_to: bytes) -> bytes:
        """Returns the ring in clear; raises WrongSecret where this lock does not decrypt it."""


def is_locked(kept: dict) -> bool:
    """Returns whether the file of a ring is locked."""
    return "lock" in kept


def parse_locked(text: str) -> dict | None:
    """Returns the content of a locked ring's file; None where it is not one, or was cut short."""
    try:
        kept = json.loads(text)
        is_whole = isinstance(kept["lock"]["with"], str) and kept["format"] == FORMAT
        is_whole = is_whole and bool(
            bytes.fromhex(kept["nonce"]) and bytes.fromhex(kept["sealed"])
        )
    except (ValueError, LookupError, TypeError):
        return None
    return kept if is_whole else None


def lock_ring(ring: str, lock: Lock) -> str:
    """Returns the text of a ring's file, encrypted under `lock`."""
    nonce = secrets.token_bytes(NONCE)
    kept = {"format": FORMAT, "lock": lock.about, "nonce": nonce.hex()}
    kept["sealed"] = lock.seal(ring.encode(), nonce, _bound_to(kept)).hex()
    return json.dumps(kept, indent=1)


def unlock_ring(kept: dict, where: object, known: Lock | None = None) -> tuple[str, Lock]:
    """Returns the ring in clear and the lock that opened it; raises DecryptionError with the
    reason where it cannot be unlocked.

    `known` is a lock that opened it before: nobody is asked again while the file's lock is the
    same. Otherwise asks for the secret (`secret.Secrets`).
    """
    if known is not None and known.about == kept["lock"]:
        return _opened(kept, known), known
    kind = LOCKS.get(kept["lock"]["with"])
    if kind is None:
        raise DecryptionError(
            f"The key ring at {where} has a lock that this version does not know."
        )
    asked_for = f"token “{kept['lock'].get('label')}”" if kind is TokenLock else ""
    for secret in Secrets(str(where), token=asked_for):
        lock = kind.of(kept["lock"], secret.text)
        ring = _tried(kept, lock)
        if ring is not None:
            secret.was_right()
            return ring, lock
        secret.was_wrong()
    raise AssertionError("The last wrong secret has said so.")


def _tried(kept: dict, lock: Lock) -> str | None:
    try:
        return _opened(kept, lock)
    except WrongSecret:
        return None


def _opened(kept: dict, lock: Lock) -> str:
    nonce, sealed = bytes.fromhex(kept["nonce"]), bytes.fromhex(kept["sealed"])
    return lock.open(sealed, nonce, _bound_to(kept)).decode()


def _bound_to(kept: dict) -> bytes:
    told = {name: kept[name] for name in ("format", "lock")}
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
