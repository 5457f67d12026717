"""Refuses to start where starting would be unsafe: a demo on a network, a second server on one
SQLite database, a folder that cannot be written, a secret that is missing or damaged.

Each refusal is one sentence for whoever keeps the machine, and says what to do.
"""

import errno
import fcntl
import getpass
import os
import time
from collections.abc import Iterable
from ipaddress import ip_address
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.utils import DatabaseError, OperationalError

from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.refusals import Refusal

from .session_secret import MISSING

DEMO_ON_NETWORK = (
    "The demo's password is known to all: it is served on this machine alone, never at {where}. "
    "Leave --bind away, or take AMPARO_DEMO away and use an installation of its own."
)
ALREADY_SERVED = (
    "Amparo is already served from {database} (process {process}). SQLite takes one server at a "
    "time: use that one, or stop it first. Several servers need PostgreSQL: see operations.md."
)
NOT_WRITABLE = (
    "{path} cannot be written by {user}. Start Amparo as the user that the folder belongs to, or "
    "give it: chown -R {user} {home} and chmod -R u+rwX {home}. A disk that is mounted read-only "
    "(often because it is full or damaged) must be mounted writable first."
)
NOT_MIGRATED = "The database lacks tables of this version. Make them: amparo migrate"
OTHER_MIGRATIONS = (
    "This database was made before the first release, when its tables had other names: it cannot "
    "be brought to this version. Nothing in it was changed. Begin with an empty folder and "
    "database (AMPARO_HOME, DATABASE_URL); a demo is made anew by removing var/ and: make run"
)
_UNDEFINED_TABLE = "42P01"  # as PostgreSQL says it
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
# What SQLite says of a file or folder that it may not write.
_READ_ONLY = ("readonly database", "unable to open database file")
_held: list[IO[str]] = []


def refuse_faults() -> None:
    """Stops where a secret or a setting is known to be bad: `ImproperlyConfigured`, the first."""
    withdraw_secret_of_full_installation()
    for fault in settings.AMPARO_FAULTS:
        raise ImproperlyConfigured(fault)


def withdraw_secret_of_full_installation() -> None:
    """Takes back a secret that this process made, where the database turns out to hold data.

    Beside SQLite the settings see it by themselves. A second machine of an installation on
    PostgreSQL looks empty until the database is asked.
    """
    if not settings.AMPARO_SECRET_IS_NEW or connection.vendor == "sqlite":
        return
    try:
        is_full = key_ring.has_data_keys()
    except OperationalError:
        is_full = None  # nobody knows: the next process asks again
    if not connection.in_atomic_block:
        connection.close()  # each process that is forked from this one opens its own
    settings.AMPARO_SECRET_IS_NEW = False
    path = settings.HOME / "keys" / "secret"
    if is_full is not False:
        path.unlink(missing_ok=True)
    if is_full:
        settings.SECRET_KEY = ""
        settings.AMPARO_FAULTS.append(MISSING.format(path=path))


def refuse_demo_on_network(binds: Iterable[str]) -> None:
    """A demo listens on loopback addresses alone; a socket may be handed to anybody."""
    if not settings.DEMO:
        return
    for bind in binds:
        if not is_loopback_bind(bind):
            raise Refusal(DEMO_ON_NETWORK.format(where=bind))


def is_loopback_bind(bind: str) -> bool:
    """Whether only this machine reaches an address:port that a server is told to bind."""
    try:
        host = urlsplit(f"//{bind.removeprefix('tcp://')}").hostname
    except ValueError:
        return False
    return is_loopback(host or "")  # no host means every address; unix: and fd: are no host


def is_loopback(host: str) -> bool:
    """Whether an address or name means this machine: `localhost`, 127.0.0.0/8, ::1."""
    host = host.strip("[]").partition("%")[0].lower()
    if host == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def lock_installation() -> None:
    """Refuses a second server on one SQLite database, for as long as this process lives.

    The kernel lets the lock go when the process ends, however it ends: nothing is left behind
    that somebody must remove. Processes that are forked from this one do not keep it.
    """
    path = lock_file()
    if path is None or _held:
        return
    try:
        file = path.open("a+")
    except OSError as error:
        raise Refusal(not_writable(path.parent)) from error
    if not _take(file):
        raise Refusal(ALREADY_SERVED.format(database=_database(), process=_process(file)))
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    _held.append(file)


def serving_process() -> str:
    """The process that serves this SQLite database now; "" where none does.

    Raises OSError where the disk knows no locks.
    """
    path = lock_file()
    if path is None or not path.exists():
        return ""
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _process(file)
    return ""


def lock_file() -> Path | None:
    """Beside the database; nothing on PostgreSQL, which takes as many servers as one likes."""
    database = _database()
    return database and database.with_name(f"{database.name}.serving")


def refuse_unwritable_folders() -> None:
    """Says which folder this process must write and cannot, before anybody works in it."""
    for folder in _written_folders():
        if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
            raise Refusal(not_writable(folder))


def explain(error: Exception) -> str:
    """What to do about a file or folder that could not be written, a table that is missing, or a
    database of other migrations; "" for every other error.
    """
    if isinstance(error, InconsistentMigrationHistory):
        return OTHER_MIGRATIONS
    if isinstance(error, DatabaseError) and _is_missing_table(error):
        return NOT_MIGRATED
    if isinstance(error, OperationalError):
        if not any(words in str(error) for words in _READ_ONLY):
            return ""
        found = next((path for path in _database_files() if not os.access(path, os.W_OK)), None)
        return not_writable(found) if found else ""
    if isinstance(error, OSError) and error.errno in _FORBIDDEN and error.filename:
        path = Path(os.fsdecode(error.filename))
        if any(path == folder or folder in path.parents for folder in _written_folders()):
            return not_writable(path)
    return ""


def _is_missing_table(error: DatabaseError) -> bool:
    undefined = getattr(error.__cause__, "sqlstate", "") == _UNDEFINED_TABLE
    return undefined or str(error).startswith("no such table")


def not_writable(path: Path) -> str:
    return NOT_WRITABLE.format(path=path, user=_user(), home=settings.HOME)


def _take(file: IO[str]) -> bool:
    """Asked for a moment: the doctor may be looking, and a server may be on its way out."""
    for _again in range(10):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.1)
        else:
            return True
    return False


def _process(file: IO[str]) -> str:
    file.seek(0)
    return file.read().strip() or "unknown"


def _close_inherited_locks() -> None:
    """In a forked process: the lock belongs to the one that took it."""
    while _held:
        _held.pop().close()


def _database() -> Path | None:
    """The file of an SQLite database; nothing on PostgreSQL or in memory."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or "memory" in name.partition("?")[2] or name == ":memory:":
        return None
    return Path(name).absolute()


def _database_files() -> list[Path]:
    """The folder, the database, and what SQLite writes beside it (https://sqlite.org/wal.html)."""
    database = _database()
    if database is None:
        return []
    files = [database, *(database.with_name(f"{database.name}{end}") for end in ("-wal", "-shm"))]
    return [database.parent, *(path for path in files if path.exists())]


def _written_folders() -> list[Path]:
    database = _database()
    return [settings.HOME, *([database.parent] if database else [])]


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user that has no name
        return str(os.geteuid())


os.register_at_fork(after_in_child=_close_inherited_locks)
