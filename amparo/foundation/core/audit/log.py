"""Writes audit entries: one for each action and each read of a file, in the same transaction.

An entry holds refs, permissions and codes, never a value: names of details are on a list, and
their content is a code, a number, a date or a ref. Of restricted records even codes are sealed
(`neutral_entries`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING
from uuid import UUID

from ..records import Record
from . import neutral_entries
from .models import AuditEntry

if TYPE_CHECKING:
    from ..accounts.users import User

DETAILS = frozenset(
    (
        "as", "band", "because", "code", "count", "decided", "due", "evidence", "fields",
        "format", "from", "holder", "kind", "language", "level", "mode", "outcome",
        "place", "purpose", "reason", "recipient", "refs", "role", "rows", "status",
        "step", "to", "until", "verb", "what",
    )
)  # fmt: skip
# A code, a number, a date or a ref: never a sentence.
PLAIN = re.compile(r"[\w.:@+/-]{0,80}\Z", re.ASCII)
_denials: ContextVar[list[AuditEntry] | None] = ContextVar("refusals", default=None)


def log_event(
    by: "User | None", event: str, record: Record | None, **details: object
) -> AuditEntry:
    """Writes one entry in the caller's transaction and returns it; if writing fails, so does the
    action.

    `record` is None for actions on the installation itself (its keys, its backups). Under
    impersonation the real user is the author, with the other one in the details. Raises ValueError
    for a detail that is not on the list or looks like text.
    """
    line = _entry(by, event, record, details)
    line.save(force_insert=True)
    return line


def log_sealed_event(
    by: "User | None", event: str, record: Record, **details: object
) -> AuditEntry:
    """The same with its details sealed, whatever the record is: who reads the log learns that
    it happened, and the rest only where the record is shown.
    """
    line = _entry(by, event, record, details, is_sealed=True)
    line.save(force_insert=True)
    return line


def log_read(by: "User | None", record: Record) -> AuditEntry:
    """Writes a read entry for one record and returns it. `by` is None where it was opened by a
    link without an account.
    """
    line = _entry(by, f"{record.audit_name}.seen", record, {}, is_reading=True)
    line.save(force_insert=True)
    return line


def log_reads(by: "User", event: str, records: Iterable[Record]) -> None:
    """Writes a read entry for each of several records that are read whole at once, such as an
    offline caseload.
    """
    AuditEntry.objects.bulk_create(
        _entry(by, event, each, {}, is_reading=True) for each in records
    )


def log_list(by: "User", event: str, records: Iterable[Record], **details: object) -> AuditEntry:
    """Writes one read entry for a page of a list, of search results or of a file that leaves, with
    the refs that were shown, and returns it.
    """
    records = list(records)
    refs = [str(record.ref) for record in records]
    line = _entry(by, event, None, {"refs": refs} | details, is_reading=True, listed=records)
    line.save(force_insert=True)
    return line


def log_denied(by: "User | None", event: str, record: Record | None, **details: object) -> None:
    """Writes a denied entry that survives a rollback of the request.

    Inside `keep_denials_after_rollback` it is written at the end of that block, else at once.
    """
    line = _entry(by, event, record, details)
    kept = _denials.get()
    if kept is None:
        line.save(force_insert=True)
    else:
        kept.append(line)


@contextmanager
def keep_denials_after_rollback() -> Iterator[None]:
    """Writes denied entries that were collected inside after the surrounding transaction ended,
    even if it was rolled back.
    """
    kept: list[AuditEntry] = []
    token = _denials.set(kept)
    try:
        yield
    finally:
        _denials.reset(token)
        if kept:
            AuditEntry.objects.bulk_create(kept)


def owner_ref(record: Record) -> UUID:
    """Returns the ref of the file that the record belongs to: of a note, its case; of a file, its
    own.
    """
    holder = getattr(record, "file", None)
    return holder.ref if holder is not None else record.ref


def _entry(
    by: "User | None",
    event: str,
    record: Record | None,
    details: Mapping[str, object],
    *,
    is_reading: bool = False,
    is_sealed: bool = False,
    listed: Iterable[Record] = (),
) -> AuditEntry:
    """Returns an unsaved entry with its HMAC, neutral where it is about a restricted record or
    about a list with one in it (`neutral_entries`). Raises DecryptionError without a key ring,
    before anything is stored.
    """
    if by is not None and by.impersonated_by is not None:  # impersonation: both are named
        by, details = by.impersonated_by, {**details, "as": by.ref}
    line = AuditEntry(
        by=by,
        event=event,
        record_type=record.audit_name if record else "",
        record_ref=record.ref if record else None,
        file_ref=owner_ref(record) if record else None,
        is_reading=is_reading,
        details={name: _plain(name, value) for name, value in details.items()},
    )
    seal = neutral_entries.seal_details if is_sealed else neutral_entries.seal_if_restricted
    seal(line, [record] if record else listed)
    line.sign()  # before anything is stored: without its key nothing was begun
    return line


def _plain(name: str, value: object) -> object:
    """Returns a detail as it is stored; raises ValueError where it could be free text."""
    if name not in DETAILS:
        raise ValueError(f"{name} is not a detail that the audit log keeps.")
    if isinstance(value, list | tuple):
        return [_plain(name, each) for each in value]
    if value is None or isinstance(value, bool | int):
        return value
    text = str(value)
    if not PLAIN.match(text):
        raise ValueError(f"The audit log keeps codes and refs, not this {name}.")
    return text
