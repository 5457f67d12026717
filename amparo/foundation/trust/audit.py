"""Remembering: every deed and every reading of a file leaves one line, in the same transaction.

A line holds refs, verbs and codes, never a value: the names of details are on a list, and what
they may hold is a code, a number, a date or a ref.
"""

import re
from collections.abc import Iterable
from uuid import UUID

from .models import Entry, User
from .refs import Referable

DETAILS = frozenset(
    (
        "band", "because", "code", "count", "decided", "due", "evidence", "fields",
        "format", "from", "holder", "kind", "language", "level", "mode", "outcome",
        "place", "purpose", "reason", "recipient", "refs", "role", "rows", "status",
        "step", "to", "until", "verb", "what",
    )
)  # fmt: skip
_PLAIN = re.compile(r"[\w.:@+/-]{0,80}\Z")


def note(by: User | None, deed: str, record: Referable | None, **details: object) -> Entry:
    """Write one line, in the caller's transaction: if the deed fails, so does its trace.

    What is done to the house itself (its keys, its backups) is done to no record.
    """
    return Entry.objects.create(
        by=by,
        deed=deed,
        record_type=(record._meta.model_name or "") if record else "",
        record_ref=record.ref if record else None,
        file_ref=file_of(record) if record else None,
        details={name: _plain(name, value) for name, value in details.items()},
    )


def seen(by: User, record: Referable) -> Entry:
    """One line for one file opened."""
    return Entry.objects.create(
        by=by,
        deed=f"{record._meta.model_name}.seen",
        record_type=record._meta.model_name or "",
        record_ref=record.ref,
        file_ref=file_of(record),
        is_reading=True,
    )


def listed(by: User, deed: str, records: Iterable[Referable]) -> Entry:
    """One line for a page of a list, or a pause in a search, with the refs that were shown."""
    refs = [str(record.ref) for record in records]
    return Entry.objects.create(by=by, deed=deed, is_reading=True, details={"refs": refs})


def file_of(record: Referable) -> UUID:
    """The ref of the file that a record lies in: a note lies in its case."""
    holder = getattr(record, "file", None)
    return holder.ref if holder is not None else record.ref


def _plain(name: str, value: object) -> object:
    if name not in DETAILS:
        raise ValueError(f"{name} is not a detail that the ledger keeps.")
    if isinstance(value, list | tuple):
        return [_plain(name, each) for each in value]
    if value is None or isinstance(value, bool | int):
        return value
    text = str(value)
    if not _PLAIN.match(text):
        raise ValueError(f"The ledger keeps codes and refs, not this {name}.")
    return text
