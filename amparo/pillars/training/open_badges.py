"""Certificates as Open Badges 3.0, and the list of those that no longer hold.

No name stands in them: a badge file is passed on, and a name cannot be called back. Where the
holder has an e-mail address, its salted hash lets systems that know the address recognize it.
"""

import gzip
import json
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query

from .credential_signing import BADGE_CONTEXT, VC_CONTEXT, add_proof, moment, sign_jwt
from .holder_names import encode
from .issuer_identity import did_document, did_of, method_of, multikey_method
from .models import Certificate, CourseText, SigningKey, StatusList
from .models.signing_keys import ENTRIES

# A list is signed each day; one that is older than this is believed by nobody.
LIST_VALID = timedelta(days=7)


def url_of(route: str, *arguments: object) -> str:
    """Returns the whole address of a public route."""
    return settings.AMPARO_BASE_URL + reverse(f"public:{route}", args=arguments)


def issuer_id(key: SigningKey) -> str:
    return did_of(settings.AMPARO_BASE_URL, key.public_bytes)


def issuer_document() -> dict:
    """Returns the DID document: the key that signs now, then all that did before."""
    current = SigningKey.current()
    former = SigningKey.objects.exclude(pk=current.pk).order_by("-pk")
    keys = [(each.key_id, each.public_bytes) for each in (current, *former)]
    return did_document(issuer_id(current), keys)


def issuer_profile(key: SigningKey, name: str) -> dict:
    """Returns who issued, as a Profile of Open Badges."""
    return {
        "id": issuer_id(key), "type": ["Profile"], "name": name,
        "url": url_of("certificate-check"),
    }  # fmt: skip


def badge_of(certificate: Certificate, key: SigningKey, *, extension: str) -> dict:
    """Returns a certificate as an AchievementCredential, not signed; `extension` is that of the
    status list that it names ("jwt", "json").
    """
    course = certificate.version.course
    subject = {
        "id": f"urn:uuid:{certificate.ref}", "type": ["AchievementSubject"],
        "achievement": _achievement(certificate),
    }  # fmt: skip
    if identifier := _identifier(certificate):
        subject["identifier"] = [identifier]
    list_url = url_of("certificate-status", certificate.status_list.number, extension)
    found = {
        "@context": [VC_CONTEXT, BADGE_CONTEXT],
        "id": f"{url_of('certificate-check')}?of={certificate.ref}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": _title(certificate) or course.code,
        "issuer": issuer_profile(key, certificate.office.name),
        "validFrom": _midnight(certificate.issued_on),
        "credentialSubject": subject,
        "credentialStatus": {
            "id": f"{list_url}#{certificate.status_index}", "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation", "statusListIndex": str(certificate.status_index),
            "statusListCredential": list_url,
        },
    }  # fmt: skip
    if certificate.until:
        found["validUntil"] = _midnight(certificate.until + timedelta(days=1))
    return found


def badge_jwt(certificate: Certificate) -> str:
    """Returns the signed badge file, as JWT."""
    key = SigningKey.current()
    credential = badge_of(certificate, key, extension="jwt")
    return sign_jwt(credential, key.private_key, method_of(issuer_id(key), key.key_id))


def badge_json(certificate: Certificate) -> dict:
    """Returns the signed badge file, as JSON with a proof."""
    key = SigningKey.current()
    credential = badge_of(certificate, key, extension="json")
    return add_proof(credential, key.private_key, _multikey(key), now())


# The status list.


@aggregate_query(reason="which places of a list no longer hold names no certificate")
def ended_places(status_list: int) -> dict[str, tuple[int, ...]]:
    """Returns the places of a list that no longer hold, by state, in no order of time."""
    ended = Certificate.objects.filter(
        ~Q(state=Certificate.State.ISSUED), status_list=status_list
    ).values_list("state", "status_index").order_by("status_index")  # fmt: skip
    found: dict[str, tuple[int, ...]] = {"withdrawn": (), "superseded": ()}
    for state, index in ended:
        found[state] += (index,)
    return found


def bitstring(places: Iterable[int], *, entries: int = ENTRIES) -> str:
    """Returns the list as Bitstring Status List 1.0 writes it: gzip, base64url, prefix `u`. The
    first entry is the leftmost bit.
    """
    bits = bytearray(entries // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    return "u" + encode(gzip.compress(bytes(bits), mtime=0))


def sign_list(status_list: StatusList, at: datetime) -> tuple[str, str]:
    """Returns the list as it is now, signed: as JWT, and as JSON with a proof."""
    key = SigningKey.current()
    places = [place for each in ended_places(status_list.pk).values() for place in each]
    as_jwt = _list_credential(status_list, key, places, at, extension="jwt")
    as_json = _list_credential(status_list, key, places, at, extension="json")
    return (
        sign_jwt(as_jwt, key.private_key, method_of(issuer_id(key), key.key_id)),
        json.dumps(add_proof(as_json, key.private_key, _multikey(key), at)),
    )


def _list_credential(
    status_list: StatusList, key: SigningKey, places: list[int], at: datetime, *, extension: str
) -> dict:
    url = url_of("certificate-status", status_list.number, extension)
    return {
        "@context": [VC_CONTEXT], "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_id(key),
        "validFrom": moment(at), "validUntil": moment(at + LIST_VALID),
        "credentialSubject": {
            "id": f"{url}#list", "type": "BitstringStatusList", "statusPurpose": "revocation",
            "encodedList": bitstring(places),
        },
    }  # fmt: skip


def _multikey(key: SigningKey) -> str:
    return multikey_method(issuer_id(key), key.key_id)


def _achievement(certificate: Certificate) -> dict:
    version, rule = certificate.version, []
    objectives = version.texts_in(CourseText.Part.OBJECTIVES)
    language = certificate.language if certificate.language in objectives else ""
    narrative = objectives.get(language) or next(iter(objectives.values()), "")
    rule.append(f"{version.min_attendance} % attendance")
    if version.min_score is not None:
        rule.append(f"{version.min_score} % in the final test")
    return {
        "id": f"urn:uuid:{version.ref}", "type": ["Achievement"],
        "achievementType": "Certificate", "name": _title(certificate) or version.course.code,
        "description": narrative or version.course.code,
        "criteria": {"narrative": "; ".join(rule)},
        "humanCode": f"{version.course.code}.{version.number}",
        "creditsAvailable": float(certificate.hours),
    }  # fmt: skip


def _title(certificate: Certificate) -> str:
    titles = certificate.version.texts_in(CourseText.Part.TITLE)
    return titles.get(certificate.language) or next(iter(titles.values()), "")


def _identifier(certificate: Certificate) -> dict | None:
    email = certificate.participant.email if certificate.participant else ""
    if not email:
        return None
    salt = certificate.name_salt
    digest = sha256((email.strip().lower() + salt).encode()).hexdigest()
    return {
        "type": "IdentityObject", "identityHash": f"sha256${digest}",
        "identityType": "emailAddress", "hashed": True, "salt": salt,
    }  # fmt: skip


def _midnight(day) -> str:
    return moment(datetime.combine(day, time(), tzinfo=UTC))
