"""Badge files as two programs of other people read them: openbadgeslib and @digitalbazaar/vc.

They share no line with Amparo, and none with one another. Every document that they ask for is what
the public pages of this installation answer, or lies in a package: nothing is fetched.
@digitalbazaar/vc (`web/tests/verify_badges.mjs`) reads no JWT; openbadgeslib reads both forms, and
of status lists the signature of a JWT alone.
"""

import base64
import copy
import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.pillars.training import open_badges
from amparo.pillars.training.credential_signing import DATA, PINNED, add_proof, sign_jwt
from amparo.pillars.training.eligibility import Standing
from amparo.pillars.training.issuer_identity import method_of, multikey_method
from amparo.pillars.training.models import Certificate, SigningKey

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]

ROOT = Path(__file__).parents[4]
ORIGIN = "https://amparo.example.org"
FOREIGN = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PASSED = Standing(96, 88, ())
DID_DOCUMENT = f"{ORIGIN}/a/certificate/did.json"
MULTIKEY = "https://w3id.org/security/multikey/v1"
VALID, FORMER, WITHDRAWN, EXPIRED = "valid", "of the former key", "withdrawn", "expired"
FOREIGN_KEY, UNLISTED_KEY = "of a foreign key", "of a key that is not listed"
# Where each changed field stands, and what somebody would like to read there.
ALTERED = {
    "course": (("credentialSubject", "achievement", "name"), "Identifying victims, advanced"),
    "hours": (("credentialSubject", "achievement", "creditsAvailable"), 140.0),
    "holder": (("credentialSubject", "identifier", 0, "identityHash"), f"sha256${'0' * 64}"),
    "issued on": (("validFrom",), "2020-01-01T00:00:00Z"),
    "valid until": (("validUntil",), "2099-01-01T00:00:00Z"),
    "place in the list": (("credentialStatus", "statusListIndex"), "7"),
}
BELIEVED = {VALID, FORMER}
# For which reason each verifier refuses, by a word of what it says.
FORGED = (*ALTERED, FOREIGN_KEY)
REASONS = {EXPIRED: "expired", UNLISTED_KEY: "verificationmethod"} | dict.fromkeys(
    FORGED, "signature"
)


@dataclass(frozen=True)
class Badges:
    """Badge files by what is the matter with them, in both forms."""

    as_jwt: dict[str, str]
    as_json: dict[str, dict]


@pytest.fixture
def badges(event, enrol, organizer, settings, run_jobs) -> Badges:
    settings.AMPARO_BASE_URL = ORIGIN
    event.version.validity_months = 24
    event.version.save()

    def issue(name: str) -> Certificate:
        participant = enrol(event, name, email="jose@example.org")
        return Certificate.issue(participant, by=organizer, standing=PASSED)

    with clock.at(now() - timedelta(days=3 * 365)):
        expired = issue("Ana Vidal")
    certificate, withdrawn = issue("José Núñez"), issue("Rosa Quispe")
    withdrawn.withdraw(by=organizer, reason="mistake")
    found = Badges({}, {})
    _add(found, FORMER, certificate)
    SigningKey.rotate(by=None)
    for name, each in ((VALID, certificate), (WITHDRAWN, withdrawn), (EXPIRED, expired)):
        _add(found, name, each)
    run_jobs()
    for name, (where, told) in ALTERED.items():
        found.as_jwt[name] = _alter_jwt(found.as_jwt[VALID], where, told)
        found.as_json[name] = _alter(found.as_json[VALID], where, told)
    key = SigningKey.current()
    for name, key_id in ((FOREIGN_KEY, key.key_id), (UNLISTED_KEY, "aaaaaa")):
        found.as_jwt[name] = _sign_jwt(certificate, key_id)
        found.as_json[name] = _sign_json(certificate, key_id)
    return found


def _add(badges: Badges, name: str, certificate: Certificate) -> None:
    badges.as_jwt[name] = open_badges.badge_jwt(certificate)
    badges.as_json[name] = open_badges.badge_json(certificate)


def _alter(document: dict, where: tuple, told: object) -> dict:
    changed = copy.deepcopy(document)
    *path, last = where
    place = changed
    for step in path:
        place = place[step]
    assert place[last] != told
    place[last] = told
    return changed


def _alter_jwt(token: str, where: tuple, told: object) -> str:
    head, claims, signature = token.split(".")
    said = _alter(json.loads(base64.urlsafe_b64decode(claims + "==")), where, told)
    written = base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()
    return f"{head}.{written}.{signature}"


def _sign_jwt(certificate: Certificate, key_id: str) -> str:
    """Somebody else's key signs, under the name of one of ours."""
    key = SigningKey.current()
    said = open_badges.badge_of(certificate, key, extension="jwt")
    return sign_jwt(said, FOREIGN, method_of(open_badges.issuer_id(key), key_id))


def _sign_json(certificate: Certificate, key_id: str) -> dict:
    key = SigningKey.current()
    said = open_badges.badge_of(certificate, key, extension="json")
    return add_proof(said, FOREIGN, multikey_method(open_badges.issuer_id(key), key_id), now())


@pytest.fixture
def download(client) -> Callable[[str], bytes]:
    """Answers as this installation does; every other address fails."""

    def answer(url: str) -> bytes:
        asked = urlsplit(url)
        assert f"{asked.scheme}://{asked.netloc}" == ORIGIN, url
        answered = client.get(asked.path)
        assert answered.status_code == 200, url
        return answered.getvalue()

    return answer


class _Refused(Exception):  # noqa: N818 - what a verifier says, not a fault of ours
    pass


@pytest.fixture
def openbadgeslib(download) -> Callable[..., object]:
    """Verifies a badge of either form, with its status, and whether its list is signed."""
    from openbadgeslib.ob3.ldp import OB3LdpVerifier
    from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier

    def verify(badge: str | dict, fetch: Callable[[str], bytes] = download) -> None:
        is_jwt = isinstance(badge, str)
        verifier = (OB3Verifier if is_jwt else OB3LdpVerifier).for_issuer_did(
            json.loads(download(DID_DOCUMENT))["id"], download=fetch
        )
        try:
            verifier.verify(badge, check_status=True, verify_status_list=is_jwt, download=fetch)
        except OB3VerificationError as fault:
            raise _Refused(str(fault)) from None

    return verify


@pytest.mark.parametrize("form", ["as_jwt", "as_json"])
def test_openbadgeslib_believes_what_is_genuine_and_nothing_else(badges, openbadgeslib, form):
    believed, because = set(), {}
    for name, badge in getattr(badges, form).items():
        try:
            openbadgeslib(badge)
        except _Refused as refused:
            because[name] = str(refused).lower()
        else:
            believed.add(name)
    assert believed == BELIEVED
    expected = REASONS | {WITHDRAWN: "'revocation' is set"}
    assert set(because) == set(expected)
    assert {name: word for name, word in expected.items() if word not in because[name]} == {}


def test_openbadgeslib_believes_no_list_that_was_changed(badges, openbadgeslib, download):
    nobody = ("credentialSubject", "encodedList"), open_badges.bitstring(())

    def forge(url: str) -> bytes:
        answered = download(url)
        return _alter_jwt(answered.decode(), *nobody).encode() if "status" in url else answered

    with pytest.raises(_Refused, match=r"(?i)signature"):
        openbadgeslib(badges.as_jwt[WITHDRAWN], forge)


# @digitalbazaar/vc tells the status apart: whoever asks must read it.


def _documents(download: Callable[[str], bytes]) -> dict[str, dict]:
    """All that a verifier may load: contexts of this package, and what our public pages answer."""
    found = {url: json.loads((DATA / name).read_text()) for url, name in PINNED.items()}
    issuer = json.loads(download(DID_DOCUMENT))
    keys = [each for each in issuer["verificationMethod"] if each["type"] == "Multikey"]
    status_list = json.loads(download(f"{ORIGIN}/a/certificate/status/1.json"))
    return (
        found
        | {issuer["id"]: issuer, status_list["id"]: status_list}
        | {each["id"]: {"@context": MULTIKEY} | each for each in keys}
    )


def _ask_digitalbazaar(badges: dict[str, dict], documents: dict[str, dict]) -> dict[str, dict]:
    node = Path((ROOT / ".boot/node").read_text().strip()) / "node"
    done = subprocess.run(  # noqa: S603
        [node, ROOT / "web/tests/verify_badges.mjs"],
        input=json.dumps({"documents": documents, "badges": badges}),
        stdout=subprocess.PIPE, text=True, check=True, timeout=60,
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert told["fetched"] == []
    return told["verdicts"]


def test_digitalbazaar_believes_what_is_genuine_and_nothing_else(badges, download):
    told = _ask_digitalbazaar(badges.as_json, _documents(download))
    assert {name for name, each in told.items() if each["believed"]} == {*BELIEVED, WITHDRAWN}
    assert {name for name, each in told.items() if each["withdrawn"]} == {WITHDRAWN}
    expected = REASONS | {EXPIRED: "is after", UNLISTED_KEY: "unable to load url"}
    assert {
        name: word for name, word in expected.items() if word not in told[name]["because"].lower()
    } == {}


def test_digitalbazaar_believes_no_list_that_was_changed(badges, download):
    documents = _documents(download)
    [url] = [each for each in documents if "/status/" in each]
    forged = _alter(
        documents[url], ("credentialSubject", "encodedList"), open_badges.bitstring(())
    )
    told = _ask_digitalbazaar({WITHDRAWN: badges.as_json[WITHDRAWN]}, documents | {url: forged})
    assert not told[WITHDRAWN]["believed"]
