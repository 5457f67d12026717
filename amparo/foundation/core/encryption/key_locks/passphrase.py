"""Locks the key ring with a passphrase, through Argon2id (RFC 9106)."""

import secrets
import unicodedata
from dataclasses import dataclass
from typing import Self

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from .errors import DecryptionError, WrongSecret

SHORTEST = 12
SALT = 16
# Beyond these, opening takes more memory or time than an office has: a file made to stop us.
MOST_KIB, MOST_PASSES, MOST_LANES = 4 * 1024 * 1024, 64, 64


class TooWeak(ValueError):  # noqa: N818 - what a passphrase is, not an error of ours
    """A passphrase that somebody who has the file could guess."""


@dataclass(frozen=True)
class PassphraseLock:
    """The ring encrypted with AES-256-GCM under a key derived from a passphrase."""

    about: dict[str, str | int]
    key: bytes

    @classmethod
    def new(cls, passphrase: str) -> Self:
        """Returns a lock with a new salt; raises TooWeak where the passphrase could be guessed."""
        _refuse_weak(passphrase)
        memory, passes, lanes = settings.AMPARO_PASSPHRASE_WORK
        about: dict[str, str | int] = {
            "with": "passphrase",
            "kdf": "argon2id",
            "salt": secrets.token_hex(SALT),
            "memory_kib": memory,
            "passes": passes,
            "lanes": lanes,
        }
        return cls(about, _derived(passphrase, about))

    @classmethod
    def of(cls, about: dict, passphrase: str) -> Self:
        """Returns the lock that a file names, for this passphrase, right or wrong. Raises
        DecryptionError for parameters beyond our limits of memory and time.
        """
        known = about.get("kdf") == "argon2id"
        most = {"memory_kib": MOST_KIB, "passes": MOST_PASSES, "lanes": MOST_LANES}
        if not known or any(not 0 < about[name] <= limit for name, limit in most.items()):
            raise DecryptionError("The lock of the key ring was changed: bring back a copy of it.")
        return cls(about, _derived(passphrase, about))

    def seal(self, clear: bytes, nonce: bytes, bound_to: bytes) -> bytes:
        return AESGCM(self.key).encrypt(nonce, clear, bound_to)

    def open(self, sealed: bytes, nonce: bytes, bound_to: bytes) -> bytes:
        try:
            return AESGCM(self.key).decrypt(nonce, sealed, bound_to)
        except InvalidTag:
            raise WrongSecret from None


def _derived(passphrase: str, about: dict) -> bytes:
    return hash_secret_raw(
        # Composed, so that another keyboard or system that spells an accent otherwise opens it.
        unicodedata.normalize("NFC", passphrase).encode(),
        bytes.fromhex(about["salt"]),
        time_cost=about["passes"],
        memory_cost=about["memory_kib"],
        parallelism=about["lanes"],
        hash_len=32,
        type=Type.ID,
    )


def _refuse_weak(passphrase: str) -> None:
    if len(passphrase) < SHORTEST:
        raise TooWeak(
            f"A passphrase of at least {SHORTEST} characters: five words are easy to keep."
        )
    from amparo.foundation.core.accounts.password_validation import (
        NotCommon,  # every command reads this module, and few need the list
    )

    if len(set(passphrase)) < SHORTEST // 2 or NotCommon().is_common(passphrase):
        raise TooWeak("This passphrase is one of the first that a thief tries. Take another.")
