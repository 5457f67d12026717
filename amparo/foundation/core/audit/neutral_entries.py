"""Entries about restricted records: in clear they tell no group, no form and no programme.

Whoever steals the database reads of such a record that something was opened, done or refused, by
whom, when and in which file. What exactly it was is sealed in the details, and shown to those who
may see the entry. See `docs/decisions/0014-audit-log.md`.
"""

import base64
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ..encryption import key_ring
from ..records import Record

if TYPE_CHECKING:
    from .models import AuditEntry

KEY_PURPOSE = "restricted entries"
READ, DONE, DENIED = "restricted.seen", "restricted.done", "restricted.denied"
SEALED = "sealed"
# What every case may have, whatever group it is kept to: these names stay in clear. All others,
# also those that somebody adds tomorrow, are taken for names that tell a programme.
GENERAL = frozenset(
    (
        "action",
        "agreement",
        "alert",
        "answer",
        "approval",
        "assessment",
        "attachment",
        "emergencyaccess",
        "calendar",
        "case",
        "caselist",
        "caseload",
        "cases",
        "closure",
        "complaints",
        "referredperson",
        "conference",
        "conflict",
        "consent",
        "consentexception",
        "contact",
        "correction",
        "day",
        "deletion",
        "dependant",
        "document",
        "emergency",
        "ending",
        "exception",
        "family",
        "familymember",
        "field",
        "filepart",
        "filepromised",
        "caseformattachment",
        "finding",
        "flag",
        "flaganswer",
        "followup",
        "form",
        "caseformdraft",
        "caseform",
        "functioning",
        "goal",
        "handover",
        "help",
        "hold",
        "household",
        "incident",
        "incidents",
        "legalhold",
        "linkagreement",
        "merge",
        "mergeanswer",
        "mergeparted",
        "message",
        "need",
        "note",
        "observation",
        "pairdecision",
        "dataexport",
        "person",
        "plan",
        "protectionflag",
        "referral",
        "referrallink",
        "referrals",
        "retention",
        "rights",
        "datasubjectrequest",
        "risk",
        "riskassessment",
        "riskreview",
        "safetyalert",
        "screening",
        "sent",
        "sentdecision",
        "separation",
        "service",
        "serviceprovided",
        "reportedservice",
        "settlement",
        "share",
        "shared",
        "submission",
        "submissionfile",
        "takeover",
        "transferrequest",
        "task",
        "team",
        "transfer",
        "victim",
        "waiting",
        "withdrawal",
    )
)
# A detail that a check of the whole log asks for, and that tells of no group: a keyed hash.
_IN_CLEAR = {"case.opened": ("code",)}
_BLOCK, _NONCE = 128, 12  # bytes; sealed details of one length class tell nothing by their length


@dataclass(frozen=True)
class EntryContent:
    """What an entry tells: as it stands in the columns, or as it was sealed."""

    event: str
    record_type: str
    details: dict


def is_restricted(record: Record) -> bool:
    """Returns whether the record, or the file that it lies in, is kept to a restricted group."""
    holder = getattr(record, "file", None)
    return any(getattr(each, "is_restricted", False) for each in (record, holder))


def seal_if_restricted(entry: "AuditEntry", records: Iterable[Record]) -> None:
    """Makes an unsaved entry neutral where one of `records`, of which it tells, is restricted.

    General events keep their names and seal their details only, which a list of records under
    such a name need not; others lose event, record type and details to the sealed part. Must come
    before the entry is signed.
    """
    if _is_general(entry) and not (entry.record_ref and entry.details):
        return
    if any(map(is_restricted, records)):
        _seal(entry)


def seal_details(entry: "AuditEntry", records: Iterable[Record]) -> None:
    """Seals the details of an unsaved entry whatever it is about: they tell more than the log
    should. Where one of `records` is restricted, its names too. Must come before it is signed.
    """
    if any(map(is_restricted, records)):
        _seal(entry)
    else:
        entry.details = {SEALED: _sealed(entry)}


def content_of(entry: "AuditEntry") -> EntryContent:
    """Returns what an entry tells; raises DecryptionError without the key ring, or where the
    sealed part was changed or taken from another entry.
    """
    if SEALED not in entry.details:
        return EntryContent(entry.event, entry.record_type, entry.details)
    sealed = base64.b64decode(entry.details[SEALED])
    try:
        opened = _cipher().decrypt(sealed[:_NONCE], sealed[_NONCE:], entry.ref.bytes)
    except InvalidTag:
        raise key_ring.DecryptionError("What an entry sealed was changed.") from None
    return EntryContent(*json.loads(opened))


def _is_general(entry: "AuditEntry") -> bool:
    kind = entry.event.partition(".")[0]
    return kind in GENERAL and (not entry.record_type or entry.record_type in GENERAL)


def _seal(entry: "AuditEntry") -> None:
    sealed = _sealed(entry)
    in_clear = _IN_CLEAR.get(entry.event, ())
    if not _is_general(entry):
        entry.event = DENIED if entry.is_denied else READ if entry.is_reading else DONE
        entry.record_type = ""
    kept = {name: entry.details[name] for name in in_clear if name in entry.details}
    entry.details = {**kept, SEALED: sealed}


def _sealed(entry: "AuditEntry") -> str:
    """Returns what it tells, encrypted for this entry alone."""
    text = json.dumps([entry.event, entry.record_type, entry.details]).encode()
    text = text.ljust(-len(text) % _BLOCK + len(text))
    nonce = secrets.token_bytes(_NONCE)
    closed = nonce + _cipher().encrypt(nonce, text, entry.ref.bytes)
    return base64.b64encode(closed).decode()


def _cipher() -> AESGCM:
    return AESGCM(key_ring.derive(KEY_PURPOSE))
