"""Boxes: what is written in the field and opens for this house alone, whoever carries it here.

The key pair of the house comes from the root of the ring, for this purpose only: it does not
change when wrapping keys are turned, so a telephone that comes back after months still finds it.
"""

import base64
import binascii
import json
from functools import cache
from hashlib import sha256
from typing import Any, NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from amparo.foundation.core.encryption import key_ring

CURVE = ec.SECP256R1()
# FIPS 186-5, A.4.1: the order of the curve, and 64 bits more chance than it has.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
VERSION, POINT, TAG = 1, 65, 16
INFO, NONCE = b"amparo box 1", bytes(12)  # each key is used once


class Shut(Exception):  # noqa: N818 - what a box is, not an error of ours
    """It does not open here, or nothing of ours is in it."""


def public_key() -> bytes:
    """The half that telephones know: a point of the curve, uncompressed."""
    return _point(_private(key_ring.derive("field boxes")).public_key())


def key_id() -> str:
    """Tells one house from another, and gives nothing away."""
    return sha256(public_key()).hexdigest()[:16]


def opened(box: object) -> dict[str, Any]:
    """What lies in it, as far as it is JSON; `Shut` for whatever else is brought."""
    sealed = _bytes(box)
    fresh, closed = sealed[1 : 1 + POINT], sealed[1 + POINT :]
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, fresh)
        shared = _private(key_ring.derive("field boxes")).exchange(ec.ECDH(), point)
        clear = AESGCM(_stretched(shared, INFO, 32)).decrypt(NONCE, closed, None)
    except (ValueError, InvalidTag):
        raise Shut from None
    return _read(clear)


def _bytes(box: object) -> bytes:
    if not isinstance(box, str):
        raise Shut
    try:
        sealed = base64.b64decode(box, validate=True)
    except (ValueError, binascii.Error):
        raise Shut from None
    if len(sealed) < 1 + POINT + TAG or sealed[0] != VERSION:
        raise Shut
    return sealed


def _read(clear: bytes) -> dict[str, Any]:
    try:
        said = json.loads(clear, parse_constant=_no_number)
        json.dumps(said, ensure_ascii=False).encode()  # half a letter is none
    except (ValueError, RecursionError):
        raise Shut from None
    if not isinstance(said, dict):
        raise Shut
    return said


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


@cache
def _private(root: bytes) -> ec.EllipticCurvePrivateKey:
    chance = int.from_bytes(_stretched(root, b"p-256", 40), "big")
    return ec.derive_private_key(chance % (ORDER - 1) + 1, CURVE)


def _stretched(key: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=bytes(32), info=info).derive(key)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
