"""The key of an agreement: it is kept nowhere and travels nowhere.

Each house derives its half from its key ring, which lies outside the database, and hands the
public part of it over (X25519). From one's own half and the other's public part both work out the
same key. Whoever copies the database, or every message, has neither.
"""

import hmac
from hashlib import sha256
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from amparo.foundation.core.encryption import key_ring

HALF = 32
# Each house reads half of it: thirty digits, too many for anybody to find others that agree.
GROUPS, DIGITS = 12, 5


def our_half(ref: UUID) -> bytes:
    """The part of our half that the partner may see."""
    return _half(ref).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def common(ref: UUID, their_half: bytes) -> bytes:
    """The key of the agreement; `ValueError` where what they sent is no half."""
    return met(_half(ref), their_half, ref)


def met(half: X25519PrivateKey, other: bytes, ref: UUID) -> bytes:
    """What two halves make together, whichever of them is ours."""
    shared = half.exchange(X25519PublicKey.from_public_bytes(other))
    return HKDF(SHA256(), 32, salt=ref.bytes, info=b"amparo linking").derive(shared)


def part(key: bytes, purpose: str) -> bytes:
    """A key of its own for each purpose of an agreement."""
    return hmac.digest(key, f"amparo linking {purpose}".encode(), "sha256")


def number(*said: bytes) -> tuple[str, str]:
    """What two houses read to each other, a part each: it differs where anybody changed a file on
    its way. Nobody can type what the other reads from their own screen.
    """
    digest = sha256(b"amparo linking number" + b"".join(sha256(each).digest() for each in said))
    digits = f"{int.from_bytes(digest.digest(), 'big'):078}"[-GROUPS * DIGITS :]
    groups = [digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS)]
    return " ".join(groups[: GROUPS // 2]), " ".join(groups[GROUPS // 2 :])


def of_a_run(salt: bytes) -> bytes:
    """The secret of one run: gone for good when its salt is."""
    made = hmac.digest(key_ring.derive("linking runs"), salt, "sha256")
    return bytes([made[0] & 0x7F]) + made[1:]  # below the order of the curve (NIST P-256)


def _half(ref: UUID) -> X25519PrivateKey:
    ours = hmac.digest(key_ring.derive("linking"), ref.bytes, "sha256")
    return X25519PrivateKey.from_private_bytes(ours)
