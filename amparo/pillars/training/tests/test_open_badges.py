"""Badge files: believed with their key, refused when changed, and on a list once withdrawn."""

import base64
import copy
import gzip
import json
from hashlib import sha256

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from amparo.foundation.core.clock import now
from amparo.pillars.training import credential_signing as signing
from amparo.pillars.training import open_badges
from amparo.pillars.training.credential_signing import NotSignable, add_proof, must_survive
from amparo.pillars.training.eligibility import Standing
from amparo.pillars.training.issuer_identity import did_of, multibase, public_name
from amparo.pillars.training.models import Certificate, SigningKey, StatusList

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
DID = "did:web:amparo.example.org:a:certificate"


@pytest.fixture
def certificate(event, enrol, organizer, settings, db):
    settings.AMPARO_BASE_URL = "https://amparo.example.org"
    participant = enrol(event, "José Núñez", email="Jose@example.org")
    return Certificate.issue(participant, by=organizer, standing=Standing(96, 88, ()))


def _is_proven(document: dict, key: SigningKey) -> bool:
    """As eddsa-rdfc-2022 verifies, on the canonical form of PyLD."""
    bare = {name: each for name, each in document.items() if name != "proof"}
    [proof] = document["proof"]
    options = {name: each for name, each in proof.items() if name != "proofValue"}
    options["@context"] = bare["@context"]
    signed = b"".join(sha256(signing._canonical(each)).digest() for each in (options, bare))
    number = 0
    for letter in proof["proofValue"][1:]:
        number = number * 58 + "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".index(
            letter
        )
    try:
        key.public_key.verify(number.to_bytes(64), signed)
    except InvalidSignature:
        return False
    return True


def _opened(token: str, key: SigningKey) -> tuple[dict, dict]:
    """Header and claims of a JWT (RFC 7519). Raises InvalidSignature where another key signed."""
    signed, _dot, signature = token.rpartition(".")
    key.public_key.verify(base64.urlsafe_b64decode(signature + "=="), signed.encode())
    head, claims = (
        json.loads(base64.urlsafe_b64decode(part + "==")) for part in signed.split(".")
    )
    return head, claims


def test_a_badge_is_believed_with_its_key_and_names_nobody(certificate):
    key, token = SigningKey.current(), open_badges.badge_jwt(certificate)
    head, said = _opened(token, key)
    assert (said["iss"], said["jti"]) == (DID, said["id"])
    assert said["sub"] == said["credentialSubject"]["id"]
    assert (head["alg"], head["kid"]) == ("EdDSA", f"{DID}#{key.key_id}")
    document = open_badges.badge_json(certificate)
    assert _is_proven(document, key)
    for text in (json.dumps(said), json.dumps(document)):
        assert "Jos" not in text
        assert 'example.org"' not in text.replace("amparo.example.org", "")


@pytest.mark.parametrize(
    "change",
    [{"validUntil": "2099-01-01T00:00:00Z"}, {"name": "Advanced"}, {"credentialStatus": {}}],
)
def test_a_changed_badge_is_refused(certificate, change):
    document = open_badges.badge_json(certificate)
    assert not _is_proven(copy.deepcopy(document) | change, SigningKey.current())


def test_a_withdrawn_certificate_is_on_the_signed_list(certificate, organizer, run_jobs):
    certificate.withdraw(by=organizer, reason="mistake")
    run_jobs()
    kept = StatusList.objects.get()
    _head, said = _opened(kept.as_jwt, SigningKey.current())
    encoded = said["credentialSubject"]["encodedList"]
    bits = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=="))
    place = certificate.status_index
    assert len(bits) * 8 == 131_072
    assert bits[place // 8] == 0x80 >> place % 8
    assert sum(bits) == bits[place // 8]
    assert _is_proven(json.loads(kept.as_json), SigningKey.current())


def test_all_keys_stay_listed_the_one_that_signs_first(certificate):
    former = SigningKey.current()
    current = SigningKey.rotate(by=None)
    methods = open_badges.issuer_document()["verificationMethod"]
    assert methods[0]["id"] == f"{DID}#{current.key_id}"
    assert f"{DID}#{former.key_id}" in {each["id"] for each in methods}


def test_a_term_that_no_context_knows_is_never_signed():
    fine = {
        "@context": [signing.VC_CONTEXT], "id": "urn:uuid:1", "type": ["VerifiableCredential"],
        "issuer": DID, "credentialSubject": {"id": "urn:uuid:2", "name": "Certificate"},
    }  # fmt: skip
    must_survive(fine)
    with pytest.raises(NotSignable):
        add_proof(fine | {"passedByGrace": True}, KEY, f"{DID}#1", now())
    with pytest.raises(NotSignable):
        must_survive(fine | {"@context": [signing.VC_CONTEXT, "https://example.org/other"]})


def test_only_a_public_name_is_an_address_of_an_issuer():
    public = KEY.public_key().public_bytes_raw()
    assert did_of("https://amparo.example.org", public) == DID
    assert public_name("https://amparo.example.org:8443") == "amparo.example.org%3A8443"
    for local in ("http://amparo.example.org", "https://localhost", "https://10.1.2.3", ""):
        assert did_of(local, public).startswith("did:key:z6Mk")
    assert multibase(b"\0\x01") == "z12"
