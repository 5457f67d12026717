"""Signs credentials: as JWT (VC-JWT, EdDSA), and with a proof of their own (eddsa-rdfc-2022).

A proof signs what a document means (RDF), not its letters: a term that no context knows would
vanish unsigned, in silence. So only documents are signed that survive expanding and compacting
unchanged, against contexts that are pinned in this package; nothing is ever fetched.

Sources: Open Badges 3.0 section 8; VC Data Integrity EdDSA Cryptosuites 1.0 section 3.2.
"""

import json
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyld import jsonld

from .holder_names import encode
from .issuer_identity import multibase

DATA = Path(__file__).parent / "data"
VC_CONTEXT = "https://www.w3.org/ns/credentials/v2"
BADGE_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
PINNED = {VC_CONTEXT: "credentials-v2.json", BADGE_CONTEXT: "ob-v3p0-context-3.0.3.json"}


class NotSignable(ValueError):  # noqa: N818 - a fault of ours, said before anything is signed
    """The document holds a term that no pinned context knows, or names a context not pinned."""


def sign_jwt(credential: dict[str, Any], key: Ed25519PrivateKey, method: str) -> str:
    """Returns the credential as JWT; `method` is the id of the key in the issuer's document.

    The registered claims repeat what the credential says (OB 3.0 8.2.4.1): readers compare them.
    """
    subject, issuer = credential["credentialSubject"], credential["issuer"]
    claims = credential | {
        "iss": issuer["id"] if isinstance(issuer, dict) else issuer,
        "jti": credential["id"],
        "nbf": _seconds(credential["validFrom"]),
        "sub": subject["id"],
    }
    if "validUntil" in credential:
        claims["exp"] = _seconds(credential["validUntil"])
    header = {"alg": "EdDSA", "kid": method, "typ": "JWT"}
    # Compact JWS (RFC 7515, section 3.1; RFC 8037, section 3.1).
    said = ".".join(encode(json.dumps(part).encode()) for part in (header, claims))
    return f"{said}.{encode(key.sign(said.encode()))}"


def add_proof(
    credential: dict[str, Any], key: Ed25519PrivateKey, method: str, at: datetime
) -> dict[str, Any]:
    """Returns the credential with its proof. Raises NotSignable."""
    must_survive(credential)
    proof = {
        "type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022",
        "created": moment(at), "verificationMethod": method, "proofPurpose": "assertionMethod",
    }  # fmt: skip
    options = {"@context": credential["@context"], **proof}
    signed = sha256(_canonical(options)).digest() + sha256(_canonical(credential)).digest()
    # An array: so does the published schema of Open Badges 3.0 want it.
    return credential | {"proof": [proof | {"proofValue": multibase(key.sign(signed))}]}


def must_survive(document: dict[str, Any]) -> None:
    """Raises NotSignable where something in the document is not part of what would be signed."""
    try:
        expanded = jsonld.expand(document, {"documentLoader": _load})
        compacted = jsonld.compact(
            expanded, document["@context"], {"documentLoader": _load, "compactArrays": True}
        )
    except jsonld.JsonLdError as fault:
        raise NotSignable(fault.type) from None
    if _comparable(compacted) != _comparable(document):
        raise NotSignable("A term of it is in no context.")


def moment(at: datetime) -> str:
    """Returns a moment as credentials write it: whole seconds, UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


def _canonical(document: dict[str, Any]) -> bytes:
    """Returns the canonical N-Quads of a document (RDF Dataset Canonicalization 1.0)."""
    options = {
        "algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load,
    }  # fmt: skip
    return jsonld.normalize(document, options).encode()


def _comparable(value: Any) -> Any:
    """One value and a list of one say the same; the context itself is not compared."""
    if isinstance(value, dict):
        return {name: _comparable(each) for name, each in value.items() if name != "@context"}
    if isinstance(value, list):
        return _comparable(value[0]) if len(value) == 1 else [_comparable(each) for each in value]
    return value


def _load(url: str, _options: dict[str, Any] | None = None) -> dict[str, Any]:
    """Loads a pinned context; refuses every other address."""
    if url not in PINNED:
        raise jsonld.JsonLdError(f"{url} is not pinned.", "not pinned")
    return {
        "contextUrl": None, "documentUrl": url, "contentType": "application/ld+json",
        "document": _pinned(url),
    }  # fmt: skip


@cache
def _pinned(url: str) -> dict[str, Any]:
    return json.loads((DATA / PINNED[url]).read_text(encoding="utf-8"))
