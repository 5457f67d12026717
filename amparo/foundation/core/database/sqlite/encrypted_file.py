"""Opens an encrypted SQLite file with its key: the one place where the key is handed over.

The key is derived from the root of the key ring. It is 256 random bits and no passphrase, so
SQLCipher is told to take it as it is: no connection waits for a slow derivation. Rotation of
wrapping keys leaves the root as it is, and so this key.
"""

import sqlite3
from functools import cache
from pathlib import Path

from sqlcipher3 import dbapi2

from ...encryption import key_ring
from ...encryption.key_locks.errors import DecryptionError
from .file_state import is_clear, is_new

PURPOSE = "database"
NOT_ENCRYPTED = (
    "The database {path} is not encrypted yet, and is not opened as it is. Stop every process of "
    "Amparo, then encrypt it: amparo encrypt-database"
)
WRONG_KEY = (
    "The key ring does not open the database {path}: it is the ring of another installation, or "
    "the file is damaged. Nothing was changed. Put the right ring back from your copy of the "
    "keys, or bring the last copy back into an empty installation (docs/operations.md, “When it "
    "does not start”)."
)
# What Django asks a connection, by the name under which SQLite was compiled with it.
_LIMITS = {
    sqlite3.SQLITE_LIMIT_COLUMN: "MAX_COLUMN",
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: "MAX_VARIABLE_NUMBER",
}


class Connection(dbapi2.Connection):
    """A connection that also knows its limits, which the binding does not tell."""

    def getlimit(self, category: int, /) -> int:
        """As `sqlite3.Connection.getlimit`, for the two limits that Django asks for."""
        return _compiled_limits()[_LIMITS[category]]


def database_key() -> bytes:
    """Returns the key of 32 bytes; raises DecryptionError without a key ring."""
    return key_ring.derive(PURPOSE)


def open_encrypted(path: Path | str, *, key: bytes | None = None, **options) -> Connection:
    """Opens an encrypted file, or begins a new one, under `key` or that of this installation.

    A new file is preceded by the first key ring, where there is none. Raises DecryptionError with
    what to do where the ring is missing, the key is another one, or the file is in clear; the
    file is not changed then.
    """
    if key is None:
        if is_new(path):
            key_ring.make_first()
        key = database_key()
    connection = dbapi2.connect(str(path), factory=Connection, **options)
    try:
        set_key(connection, key)
        connection.execute("PRAGMA schema_version").fetchone()  # the first page, and no more
    except dbapi2.DatabaseError as error:
        connection.close()
        if error.sqlite_errorname != "SQLITE_NOTADB":
            raise
        raise DecryptionError(
            (NOT_ENCRYPTED if is_clear(path) else WRONG_KEY).format(path=path)
        ) from None
    return connection


def rekey(path: Path | str, old: bytes, new: bytes) -> None:
    """Encrypts every page under another key, in one transaction of SQLite: whatever stops it, the
    file opens with the old key or with the new one.
    """
    connection = open_encrypted(path, key=old, isolation_level=None)
    try:
        connection.execute(f"PRAGMA rekey = {quoted_key(new)}")
    finally:
        connection.close()


def set_key(connection: dbapi2.Connection, key: bytes) -> None:
    """Hands the key over, before anything else is asked; nothing of it is logged."""
    connection.execute("PRAGMA cipher_log_level = NONE")  # it would tell of a wrong key on stderr
    connection.execute(f"PRAGMA key = {quoted_key(key)}")
    connection.execute("PRAGMA temp_store = MEMORY")


def quoted_key(key: bytes) -> str:
    """As SQLCipher takes a key that is not to be derived from a passphrase."""
    return f"\"x'{key.hex()}'\""


@cache
def _compiled_limits() -> dict[str, int]:
    """Nothing here lowers them at run time, so they are what SQLite was compiled with."""
    connection = dbapi2.connect(":memory:")
    try:
        options = [name for (name,) in connection.execute("PRAGMA compile_options")]
    finally:
        connection.close()
    told = dict(option.split("=", 1) for option in options if option.startswith("MAX_"))
    return {name: int(told[name]) for name in _LIMITS.values()}
