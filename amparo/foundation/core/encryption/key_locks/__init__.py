"""Locks of the key ring: what the file of the ring is sealed with, where it is sealed.

A ring in clear opens for whoever takes the disk. A lock is a passphrase (`passphrase.py`) or a key
on a hardware token (`hardware_token.py`); the file says which, and all that opening needs but the
secret:

    {"format": "amparo-ring-1", "lock": {"with": …}, "nonce": …, "sealed": …}

`format` and `lock` are bound to what is sealed: whoever changes them gets a file that stays shut.
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
    """What seals the file of the ring and opens it again, for as long as this process lives."""

    @property
    def about(self) -> dict[str, str | int]:
        """What stands in the file: everything that opening needs, but the secret."""

    def seal(self, clear: bytes, nonce: bytes, bound_to: bytes) -> bytes:
        """The ring under this lock."""

    def open(self, sealed: bytes, nonce: bytes, bound_to: bytes) -> bytes:
        """The ring in clear; `WrongSecret` where this lock does not open it."""


def is_locked(kept: dict) -> bool:
    """Whether the file of a ring is sealed: one in clear names its root."""
    return "lock" in kept


def parse_locked(text: str) -> dict | None:
    """What the file of a locked ring says; None where it is no such file, or was cut."""
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
    """The file of a ring under a lock."""
    nonce = secrets.token_bytes(NONCE)
    kept = {"format": FORMAT, "lock": lock.about, "nonce": nonce.hex()}
    kept["sealed"] = lock.seal(ring.encode(), nonce, _bound_to(kept)).hex()
    return json.dumps(kept, indent=1)


def unlock_ring(kept: dict, where: object, known: Lock | None = None) -> tuple[str, Lock]:
    """The ring in clear, and the lock that opened it; `DecryptionError` says why it does not open.

    `known` is a lock that opened it before: nobody is asked again while it is the same.
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
