"""Tells a database that is unavailable for a moment from a mistake, and asks whether it accepts
writes.

During a failover, on a full disk or behind a lock the request itself is right: it is sent again a
little later with the same idempotency key, and done once.
"""

from collections.abc import Iterator

from django.db import DatabaseError, Error, InterfaceError, OperationalError, connection

from ..encryption.key_locks.errors import DecryptionError

# Seconds after which asking again is worth it.
RETRY_AFTER = 5

# SQLSTATE classes, from the PostgreSQL manual (Appendix A): connection lost, too few resources,
# an operator stepped in, trouble of the system; and by themselves: serialization, deadlock,
# lock not to be had, read-only (a leader that is one no more).
_CLASSES = ("08", "53", "57", "58")
_STATES = frozenset(("40001", "40P01", "55P03", "25006"))
# SQLite's result codes that pass: https://www.sqlite.org/rescode.html
_SQLITE = ("BUSY", "LOCKED", "READONLY", "FULL", "IOERR", "CANTOPEN")


class CommitUnknown(OperationalError):  # noqa: N818 - what is not known is not yet an error
    """Committed on one machine; whether it outlives that machine is not known."""


def is_unavailable(error: BaseException | None) -> bool:
    """Returns whether the error means that the database is unavailable for the moment."""
    return any(_is_unavailable(each) for each in _chain(error))


def answers() -> bool:
    """Whether the database is there and opens, and takes what is written."""
    try:
        connection.ensure_connection()
        return connection.is_usable()
    except (Error, DecryptionError):
        return False


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _is_unavailable(error: BaseException) -> bool:
    if isinstance(error, CommitUnknown | InterfaceError):
        return True
    if not isinstance(error, DatabaseError):
        return False
    told = error.__cause__
    if name := getattr(told, "sqlite_errorname", ""):
        return name.removeprefix("SQLITE_").startswith(_SQLITE)
    state = getattr(told, "sqlstate", None)
    if state is None:  # the server said nothing any more
        return isinstance(error, OperationalError) and told is not None
    return state.startswith(_CLASSES) or state in _STATES
