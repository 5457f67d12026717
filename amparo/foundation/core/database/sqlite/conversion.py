"""Encrypts a database that lies in clear: all of it or nothing, and safe to kill at any step.

1. The clear files get second names (`NAME.clear-1`, …): SQLite removes its write-ahead log by
   itself, and what was removed could not be overwritten any more.
2. An encrypted copy is made beside them (`NAME.encrypting`), while nobody else is in the database.
3. Copy and original are compared row by row, and every page of the copy is checked.
4. The copy takes the name of the database, in one step.
5. What has a second name is overwritten and removed.

Begun again after a crash, steps 1 to 3 are done anew, or step 5 is finished. A disk that never
writes twice to one place (most SSDs, copy-on-write file systems) may keep what was overwritten.
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import perf_counter

from sqlcipher3 import dbapi2

from ...encryption.secret_files import sync_folder
from ...refusals import Refusal
from .encrypted_file import open_encrypted, quoted_key
from .file_state import is_clear, is_new

BLOCK = 1024 * 1024
NO_DATABASE = "There is no database at {path} yet: amparo migrate makes one, encrypted."
IN_USE = "Somebody still uses {path}: stop every process of Amparo first (serve, worker)."
NO_ROOM = (
    "Encrypting needs {needed} MB beside the database, and {free} MB are free. Nothing was "
    "changed."
)
DIFFERS = "The encrypted copy differs from the database ({what}). The database stays as it was."


@dataclass
class Conversion:
    """What was encrypted, and how many clear files were overwritten."""

    tables: int = 0
    rows: int = 0
    seconds: float = 0.0
    overwritten: list[Path] = field(default_factory=list)


def encrypt_file(path: Path, key: bytes) -> Conversion:
    """Encrypts the database at `path`, or finishes what was begun; does nothing where all is done.

    Raises Refusal, and leaves everything as it was, where somebody is in it, the disk has no room
    or the copy differs; DecryptionError where an encrypted file does not open with `key`.
    """
    began, done = perf_counter(), Conversion()
    if is_new(path):
        raise Refusal(NO_DATABASE.format(path=path))
    copy = path.with_name(f"{path.name}.encrypting")
    copy.unlink(missing_ok=True)
    if is_clear(path):
        refuse_without_room(path)
        give_second_names(path)
        with alone_in(path) as clear:
            export(clear, copy, key)
            with closing(open_encrypted(copy, key=key)) as encrypted:
                done.tables, done.rows = compare(clear, encrypted)
            put_in_place(copy, path)
    open_encrypted(path, key=key).close()  # nothing is overwritten before this opens
    for clear_file in reversed(second_names(path)):  # the database last: the doctor knows it
        overwrite(clear_file)
        done.overwritten.append(clear_file)
    done.seconds = perf_counter() - began
    return done


def refuse_without_room(path: Path) -> None:
    needed = sum(file.stat().st_size for file in clear_files(path)) * 11 // 10
    free = shutil.disk_usage(path.parent).free
    if free < needed:
        raise Refusal(NO_ROOM.format(needed=needed // BLOCK + 1, free=free // BLOCK))


def clear_files(path: Path) -> list[Path]:
    """The database and what SQLite keeps beside it."""
    names = (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal")
    return [file for file in map(path.with_name, names) if file.exists()]


def second_names(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.name}.clear-*"))


def give_second_names(path: Path) -> None:
    """Each clear file gets one, unless it has it already."""
    for file in clear_files(path):
        if any(file.samefile(each) for each in second_names(path)):
            continue
        free = (path.with_name(f"{path.name}.clear-{number}") for number in count(1))
        next(name for name in free if not name.exists()).hardlink_to(file)
    sync_folder(path.parent)


@contextmanager
def alone_in(path: Path, *, key: bytes = b"") -> Iterator[dbapi2.Connection]:
    """The database, in clear or under its `key`, which nobody else can open until this is over."""
    options = {"isolation_level": None, "timeout": 0.5}
    with closing(
        open_encrypted(path, key=key, **options) if key else dbapi2.connect(str(path), **options)
    ) as connection:
        try:
            # SQLite lets its journal be put away only by the one who is alone.
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA main.locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")  # the lock stays: other databases can be attached now
        except dbapi2.OperationalError as error:
            if not error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise
            raise Refusal(IN_USE.format(path=path)) from None
        connection.text_factory = bytes  # compared as it is stored
        yield connection


def export(clear: dbapi2.Connection, copy: Path, key: bytes) -> None:
    clear.execute("PRAGMA temp_store = MEMORY")
    clear.execute(f"ATTACH DATABASE ? AS encrypted KEY {quoted_key(key)}", [str(copy)])
    clear.execute("SELECT sqlcipher_export('encrypted')")
    clear.execute("DETACH DATABASE encrypted")


def compare(clear: dbapi2.Connection, encrypted: dbapi2.Connection) -> tuple[int, int]:
    """Returns how many tables and rows are the same in both; raises Refusal where one differs."""
    encrypted.text_factory = bytes
    if encrypted.execute("PRAGMA cipher_integrity_check").fetchall():
        raise Refusal(DIFFERS.format(what="a page is damaged"))
    if encrypted.execute("PRAGMA integrity_check").fetchall() != [(b"ok",)]:
        raise Refusal(DIFFERS.format(what="its integrity check fails"))
    schema = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
    if clear.execute(schema).fetchall() != encrypted.execute(schema).fetchall():
        raise Refusal(DIFFERS.format(what="its tables"))
    tables = clear.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    rows = sum(compare_table(name.decode(), clear, encrypted) for (name,) in tables)
    return len(tables), rows


def compare_table(table: str, *both: dbapi2.Connection) -> int:
    """Returns how many rows are the same, in the same order; raises Refusal where one differs."""
    name = table.replace('"', '""')
    every_row = f'SELECT * FROM "{name}" NOT INDEXED'  # noqa: S608 - a name of the schema
    rows = 0
    try:
        for one, other in zip(*(each.execute(every_row) for each in both), strict=True):
            if one != other:
                raise Refusal(DIFFERS.format(what=f"a row of {table}"))
            rows += 1
    except ValueError:
        raise Refusal(DIFFERS.format(what=f"how many rows {table} has")) from None
    return rows


def put_in_place(copy: Path, path: Path) -> None:
    """Gives the copy, once it is on the disk, the name of the database."""
    shutil.copymode(path, copy)
    with copy.open("rb") as file:
        os.fsync(file.fileno())
    copy.replace(path)
    sync_folder(path.parent)


def overwrite(file: Path) -> None:
    """Writes noise over all of it, waits for the disk, and removes it."""
    left = file.stat().st_size
    with file.open("r+b", buffering=0) as raw:
        while left > 0:
            left -= raw.write(secrets.token_bytes(min(left, BLOCK)))
        os.fsync(raw.fileno())
    file.unlink()
    sync_folder(file.parent)
