"""Exchange of an agreement between two installations: its file, and the key that follows from it.

The file holds the terms and the public part of our key, and no secret. That nobody changed it on
its way is seen when both installations read each other the number of the agreement.

The key of an agreement is stored nowhere and sent nowhere. Each installation derives its private
part from its key ring, which lies outside the database, and hands over the public part (X25519);
both work out the same key from their own private part and the other's public part. Whoever copies
the database, or every message, has neither.
"""

import hmac
import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import BinaryIO
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils.translation import gettext as _

from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.refusals import Refusal

MAXIMUM_FILE_SIZE = 4_000
FILE_FORMAT = "amparo agreement 1"


@dataclass(frozen=True)
class AgreementTerms:
    """What both houses agree to, in the same words."""

    purpose: str
    most_tokens: int
    most_runs: int
    until: date

    def as_json(self) -> dict[str, object]:
        return {
            "purpose": self.purpose,
            "tokens": self.most_tokens,
            "runs": self.most_runs,
            "until": self.until.isoformat(),
        }


@dataclass(frozen=True)
class AgreementFile:
    """An agreement as it comes from the partner."""

    ref: UUID
    terms: AgreementTerms
    key_part: str

    def write(self, into: BinaryIO) -> None:
        fields = {"kind": FILE_FORMAT, "agreement": self.ref.hex, "key_part": self.key_part}
        into.write(json.dumps(fields | self.terms.as_json(), indent=1).encode() + b"\n")


def read_agreement(stream: BinaryIO) -> AgreementFile:
    whole = stream.read(MAXIMUM_FILE_SIZE + 1)
    try:
        if len(whole) > MAXIMUM_FILE_SIZE:
            raise ValueError
        return _parse_agreement(json.loads(whole))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refusal(_("This agreement does not come from a linked Amparo site.")) from None


def _parse_agreement(fields: dict) -> AgreementFile:
    key_part = bytes.fromhex(fields["key_part"])
    if fields["kind"] != FILE_FORMAT or len(key_part) != KEY_PART_LENGTH:
        raise ValueError
    terms = AgreementTerms(
        purpose=str(fields["purpose"])[:40],
        most_tokens=_number(fields["tokens"]),
        most_runs=_number(fields["runs"]),
        until=date.fromisoformat(fields["until"]),
    )
    return AgreementFile(UUID(fields["agreement"]), terms, key_part.hex())


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError
    return value


# The key.

KEY_PART_LENGTH = 32
# Each house reads half of it: thirty digits, too many for anybody to find others that agree.
GROUPS, DIGITS = 12, 5


def public_key_part(ref: UUID) -> bytes:
    """The part of our half that the partner may see."""
    return _private_key_part(ref).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def shared_key(ref: UUID, their_key_part: bytes) -> bytes:
    """The key of the agreement; `ValueError` where what they sent is no half."""
    return combine_key_parts(_private_key_part(ref), their_key_part, ref)


def combine_key_parts(key_part: X25519PrivateKey, other: bytes, ref: UUID) -> bytes:
    """What two halves make together, whichever of them is ours."""
    shared = key_part.exchange(X25519PublicKey.from_public_bytes(other))
    return HKDF(SHA256(), 32, salt=ref.bytes, info=b"amparo linking").derive(shared)


def derive_key(key: bytes, purpose: str) -> bytes:
    """A key of its own for each purpose of an agreement."""
    return hmac.digest(key, f"amparo linking {purpose}".encode(), "sha256")


def verification_numbers(*said: bytes) -> tuple[str, str]:
    """What two houses read to each other, a part each: it differs where anybody changed a file on
    its way. Nobody can type what the other reads from their own screen.
    """
    digest = sha256(b"amparo linking number" + b"".join(sha256(each).digest() for each in said))
    digits = f"{int.from_bytes(digest.digest(), 'big'):078}"[-GROUPS * DIGITS :]
    groups = [digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS)]
    return " ".join(groups[: GROUPS // 2]), " ".join(groups[GROUPS // 2 :])


def run_secret(salt: bytes) -> bytes:
    """The secret of one run: gone for good when its salt is."""
    made = hmac.digest(key_ring.derive("linking runs"), salt, "sha256")
    return bytes([made[0] & 0x7F]) + made[1:]  # below the order of the curve (NIST P-256)


def _private_key_part(ref: UUID) -> X25519PrivateKey:
    ours = hmac.digest(key_ring.derive("linking"), ref.bytes, "sha256")
    return X25519PrivateKey.from_private_bytes(ours)
