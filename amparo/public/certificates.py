"""What the public pages say of certificates: everything but whose they are.

A check by number is answered here; a check by the signed word of the QR code happens in the
browser, with the file that `kept_list` makes: our public keys, the places of certificates that no
longer hold, and the titles of courses. It is the same for everybody.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import find_by_secret
from amparo.pillars.training import holder_names
from amparo.pillars.training.models import (
    Certificate,
    CourseText,
    CourseVersion,
    Enrolment,
    SigningKey,
    StatusList,
)
from amparo.pillars.training.open_badges import ended_places

UNKNOWN, VALID, LAPSED, WITHDRAWN, REPLACED = (
    "unknown", "valid", "lapsed", "withdrawn", "superseded",
)  # fmt: skip
# What a name is compared with where no certificate is found: it takes as long.
_NOBODY = ("AAAAAAAAAAA", "AAAAAAAAAAAAAAAA")


@dataclass(frozen=True)
class CheckResult:
    """What is known of a number on a day; `fits` is None where no name was typed."""

    state: str
    today: date
    certificate: Certificate | None = None
    fits: bool | None = None


def check_number(typed: str, name: str) -> CheckResult:
    """Returns what is known of the number, and whether the name fits. What is no number, and a
    number that is nobody's, are answered alike, in the same time.
    """
    found, today = Certificate.for_number(typed), localdate()
    if found is None:
        salt, kept = _NOBODY
    else:
        salt, kept = found.name_salt, found.name_hash
    fits = holder_names.fits(name, salt, kept) if holder_names.normalize(name) else None
    if found is None:
        return CheckResult(UNKNOWN, today)
    return CheckResult(_state(found, today), today, found, fits)


def _state(certificate: Certificate, today: date) -> str:
    if certificate.state != Certificate.State.ISSUED:
        return certificate.state
    return LAPSED if certificate.is_lapsed(today) else VALID


def kept_list() -> dict[str, Any]:
    """Returns what a browser keeps to check signed words without network."""
    return {
        "made": int(now().timestamp() * 1000),
        "keys": {each.key_id: each.public for each in SigningKey.objects.all()},
        "ended": {str(each.number): ended_places(each.pk) for each in StatusList.objects.all()},
        "courses": _titles(),
    }


def _titles() -> dict[str, dict[str, str]]:
    """The titles of the versions of which there are certificates, by code and number."""
    versions = CourseVersion.objects.filter(pk__in=_certified_versions())
    rows = CourseText.objects.filter(version__in=versions, part=CourseText.Part.TITLE)
    found: dict[str, dict[str, str]] = {}
    for each in rows.select_related("version__course"):
        code = f"{each.version.course.code}.{each.version.number}"
        found.setdefault(code, {})[each.language] = each.text
    return found


@aggregate_query(reason="of which course versions there are certificates names nobody")
def _certified_versions() -> tuple[int, ...]:
    versions = Certificate.objects.order_by().values_list("version", flat=True).distinct()
    return tuple(versions)


class HeldCertificate:
    """The certificate of an enrolment, found by the code of its badge."""

    @classmethod
    def with_secret(cls, secret: str) -> Certificate | None:
        found = Certificate._default_manager.filter(enrolment__receipt=Enrolment.hash_code(secret))
        return found.order_by("-pk").first()


def certificate_of_badge(code: str) -> Certificate | None:
    """Returns the certificate that goes with the code of a badge and opens it; or None."""
    # What is found is a certificate: the class only says how.
    return find_by_secret(  # type: ignore[type-var,return-value]
        HeldCertificate, code, "version__course", "event", "office", "participant",
        "status_list", "key",
    )  # fmt: skip


def own_context(code: str) -> dict[str, Any]:
    """Returns what somebody's own page shows of their certificate."""
    certificate = certificate_of_badge(code)
    state = _state(certificate, localdate()) if certificate else ""
    return {"certificate": certificate, "certificate_state": state}


def title_of(certificate: Certificate) -> tuple[str, str]:
    """Returns the title of the course in the reader's language or another one, and in which."""
    return certificate.version.text_here(CourseText.Part.TITLE) if certificate else ("", "")
