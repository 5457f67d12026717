"""Remembering: every deed and every reading of a file leaves one line, in the same transaction.

A line holds refs, verbs and codes, never a value: the names of details are on a list, and what
they may hold is a code, a number, a date or a ref.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING
from uuid import UUID

from ..records import Referable
from .models import Entry

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
_denials: ContextVar[list[Entry] | None] = ContextVar("refusals", default=None)


def log_event(by: "User | None", deed: str, record: Referable | None, **details: object) -> Entry:
    """Write one line, in the caller's transaction: if the deed fails, so does its trace.

    What is done to the house itself (its keys, its backups) is done to no record.
    """
    line = _entry(by, deed, record, details)
    line.save(force_insert=True)
    return line


def log_read(by: "User | None", record: Referable) -> Entry:
    """One line for one file opened; by nobody with an account, where it was opened by a link."""
    line = _entry(by, f"{record.audit_name}.seen", record, {}, is_reading=True)
    line.save(force_insert=True)
    return line


def log_reads(by: "User", deed: str, records: Iterable[Referable]) -> None:
    """A line for each of several files that are read whole at once: a caseload taken along."""
    Entry.objects.bulk_create(_entry(by, deed, each, {}, is_reading=True) for each in records)


def log_list(by: "User", deed: str, records: Iterable[Referable]) -> Entry:
    """One line for a page of a list, or a pause in a search, with the refs that were shown."""
    refs = [str(record.ref) for record in records]
    line = _entry(by, deed, None, {"refs": refs}, is_reading=True)
    line.save(force_insert=True)
    return line


def log_denied(by: "User | None", deed: str, record: Referable | None, **details: object) -> None:
    """A door that stayed shut leaves its line too, and keeps it when the deed is undone."""
    line = _entry(by, deed, record, details)
    kept = _denials.get()
    if kept is None:
        line.save(force_insert=True)
    else:
        kept.append(line)


@contextmanager
def keep_denials_after_rollback() -> Iterator[None]:
    """Around a transaction that may be undone: the refusals met in it are written after it."""
    kept: list[Entry] = []
    token = _denials.set(kept)
    try:
        yield
    finally:
        _denials.reset(token)
        if kept:
            Entry.objects.bulk_create(kept)


def owner_ref(record: Referable) -> UUID:
    """The ref of the file that a record lies in: a note lies in its case."""
    holder = getattr(record, "file", None)
    return holder.ref if holder is not None else record.ref


def _entry(
    by: "User | None",
    deed: str,
    record: Referable | None,
    details: Mapping[str, object],
    *,
    is_reading: bool = False,
) -> Entry:
    if by is not None and by.looker is not None:  # they look as a colleague: both are named
        by, details = by.looker, {**details, "as": by.ref}
    line = Entry(
        by=by,
        deed=deed,
        record_type=record.audit_name if record else "",
        record_ref=record.ref if record else None,
        file_ref=owner_ref(record) if record else None,
        is_reading=is_reading,
        details={name: _plain(name, value) for name, value in details.items()},
    )
    line.bear_mark()  # before anything is stored: without its key nothing was begun
    return line


def _plain(name: str, value: object) -> object:
    if name not in DETAILS:
        raise ValueError(f"{name} is not a detail that the ledger keeps.")
    if isinstance(value, list | tuple):
        return [_plain(name, each) for each in value]
    if value is None or isinstance(value, bool | int):
        return value
    text = str(value)
    if not PLAIN.match(text):
        raise ValueError(f"The ledger keeps codes and refs, not this {name}.")
    return text
