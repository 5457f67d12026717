"""The canonical form of an audit entry, its HMAC, and the Merkle root of many entries.

Python writes the form when an entry is made; SQL builds the same from the columns when the log is
verified, so that millions of entries are read without making objects. Both must agree to the byte:
a test compares them on each kind of database. Any change here breaks the verification of older
entries.
"""

import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection

from ..encryption import key_ring

# No part may hold the mark between parts; the details come last, where JSON escapes it.
BETWEEN = "\n"
NONE = "-"


def canonical_bytes(entry: Any) -> bytes:
    """Returns the exact bytes over which the HMAC of an entry is computed. Raises ValueError where
    a part holds a line break.
    """
    parts = (
        entry.ref.hex, _number(entry.by_id), moment(entry.at), entry.event, entry.record_type,
        _name(entry.record_ref), _name(entry.file_ref), "1" if entry.is_reading else "0",
    )  # fmt: skip
    if any(BETWEEN in part for part in parts):
        raise ValueError("A line of the audit log is one line.")
    return BETWEEN.join((*parts, json.dumps(ordered(entry.details)))).encode()


def entry_hmac(line: bytes) -> bytes:
    """Returns the HMAC-SHA256 of canonical bytes under a key that only this installation has."""
    return hmac.digest(key_ring.derive("ledger"), line, "sha256")


def keyed_hash(purpose: str, values: Sequence[object]) -> str:
    """Returns a hex HMAC of `values` under the key of `purpose`: an entry can hold it without
    revealing them.
    """
    said = json.dumps(values).encode()
    return hmac.digest(key_ring.derive(purpose), said, "sha256").hex()


def ordered(details: dict) -> dict:
    """Returns the details in the order in which PostgreSQL stores the names of a JSON object:
    short ones first.
    """
    return {name: details[name] for name in sorted(details, key=lambda name: (len(name), name))}


def moment_in(line: bytes) -> bytes:
    """Returns the time of an entry in canonical form, out of its canonical bytes."""
    return line.split(BETWEEN.encode(), 3)[2]


@cache
def canonical_sql(vendor: str) -> str:
    """Returns the SQL expression for the canonical text, over the columns of `core_auditentry`."""
    return f" || '{BETWEEN}' || ".join(_POSTGRES if vendor == "postgresql" else _SQLITE)


def in_database() -> str:
    """Returns `canonical_sql` for the database in use."""
    return canonical_sql(connection.vendor)


def _number(value: int | None) -> str:
    return NONE if value is None else str(value)


def _name(value: UUID | None) -> str:
    return NONE if value is None else value.hex


def moment(at: datetime) -> str:
    """Returns the time in canonical form: UTC with microseconds, ordered as text."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


_SQLITE = (
    "ref", f"coalesce(by_id, '{NONE}')",
    "CASE length(at) WHEN 19 THEN at || '.000000' ELSE at END",
    "event", "record_type", f"coalesce(record_ref, '{NONE}')", f"coalesce(file_ref, '{NONE}')",
    "is_reading", "details",
)  # fmt: skip
_POSTGRES = (
    "replace(ref::text, '-', '')", f"coalesce(by_id::text, '{NONE}')",
    "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
    "event", "record_type", f"coalesce(replace(record_ref::text, '-', ''), '{NONE}')",
    f"coalesce(replace(file_ref::text, '-', ''), '{NONE}')", "is_reading::int::text",
    "details::text",
)  # fmt: skip


# The tree of RFC 6962 (Certificate Transparency): leaves and knots are hashed differently, so that
# neither can be passed off as the other.

EMPTY = sha256(b"").digest()


def merkle_leaf(line: bytes) -> bytes:
    """Returns the hash of a leaf; its prefix keeps it from passing for a node (RFC 6962)."""
    return sha256(b"\x00" + line).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Returns the root over all leaves, in their order; an odd one moves up unchanged. The hash of
    nothing for none.
    """
    if not leaves:
        return EMPTY
    level = list(leaves)
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0]
