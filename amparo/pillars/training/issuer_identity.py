"""As whom an installation signs: `did:web` under its public name, else the `did:key` of its key.

A `did:key` proves nothing of who signed: only that it was the same key. So the check page lists
our keys, and an installation without a public name should not hand its badge files out alone.
"""

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from .holder_names import encode

# Multicodec of an Ed25519 public key, as an unsigned varint.
_ED25519 = b"\xed\x01"
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
PATH = "/a/certificate"


def multibase(content: bytes) -> str:
    """Returns base58btc with its prefix `z` (Multibase)."""
    number, letters = int.from_bytes(content), ""
    while number:
        number, at = divmod(number, 58)
        letters = _BASE58[at] + letters
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "z" + "1" * zeros + letters


def multikey(public: bytes) -> str:
    """Returns an Ed25519 public key as a Multikey."""
    return multibase(_ED25519 + public)


def public_name(base_url: str) -> str:
    """Returns the host of this installation as others reach it; "" where it has no public name."""
    told = urlsplit(base_url)
    host = told.hostname or ""
    if told.scheme != "https" or "." not in host or host.endswith((".local", ".internal")):
        return ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host if told.port is None else f"{host}%3A{told.port}"
    return ""


def did_of(base_url: str, public: bytes) -> str:
    """Returns the issuer id for what a key signs."""
    if host := public_name(base_url):
        return "did:web:" + host + PATH.replace("/", ":")
    return f"did:key:{multikey(public)}"


def method_of(did: str, key_id: str) -> str:
    """Returns the id of a key of this issuer (the `kid` of a JWT)."""
    return f"{did}#{did.removeprefix('did:key:') if did.startswith('did:key:') else key_id}"


def did_document(did: str, keys: Iterable[tuple[str, bytes]]) -> dict:
    """Returns the DID document of an installation: all its keys, the one that signs now first.

    Each key is listed as JWK, for JWT, and as Multikey, for proofs. A house that is renamed loses
    its `did:web`; the `did:key` of each of its keys stands in `alsoKnownAs`.
    """
    listed = list(keys)
    methods = [_jwk(did, name, public) for name, public in listed]
    methods += [_multikey(did, name, public) for name, public in listed]
    return {
        "@context": [
            "https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1",
            "https://w3id.org/security/multikey/v1",
        ],
        "id": did,
        "alsoKnownAs": [f"did:key:{multikey(public)}" for _name, public in listed],
        "verificationMethod": methods,
        "assertionMethod": [each["id"] for each in methods],
    }  # fmt: skip


def multikey_method(did: str, key_id: str) -> str:
    """Returns the id of a key as a Multikey, which proofs name."""
    return method_of(did, key_id) + ("" if did.startswith("did:key:") else "-multikey")


def _jwk(did: str, name: str, public: bytes) -> dict:
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": encode(public), "kid": name, "alg": "EdDSA"}
    return {
        "id": method_of(did, name), "type": "JsonWebKey", "controller": did, "publicKeyJwk": jwk,
    }  # fmt: skip


def _multikey(did: str, name: str, public: bytes) -> dict:
    return {
        "id": multikey_method(did, name), "type": "Multikey", "controller": did,
        "publicKeyMultibase": multikey(public),
    }  # fmt: skip
