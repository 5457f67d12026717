"""The key of an embedded database follows the key ring when a restore brings another one.

A restored ring has another root, and so another key for the database. The restored rows are
committed under the key that the empty installation had; then the file is encrypted anew, in one
transaction of SQLite. If the process is killed in between, the next restore finishes it: the ring
that was set aside still opens the file. On PostgreSQL there is nothing to do.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from amparo.foundation.core.database.sqlite.encrypted_file import (
    PURPOSE,
    database_key,
    open_encrypted,
    rekey,
)
from amparo.foundation.core.database.sqlite.file_state import is_new
from amparo.foundation.core.encryption.key_ring import DecryptionError, FileKeyRing


@contextmanager
def follow_key_ring(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Encrypts the file under the key of the ring that is there at the end."""
    if database.vendor != "sqlite":
        yield
        return
    before = database_key()
    yield
    after = database_key()
    if after != before:
        database.close()
        rekey(_path(database), before, after)


def refuse_closed_ring(database: BaseDatabaseWrapper) -> None:
    """Raises DecryptionError where the restored ring stays locked: then the file could not follow
    it.
    """
    if database.vendor == "sqlite":
        database_key()


def finish_interrupted_restore(database: BaseDatabaseWrapper) -> None:
    """Lets the file follow the ring of a restore that was killed; raises DecryptionError where no
    ring opens it.
    """
    if database.vendor != "sqlite" or is_new(_path(database)):
        return
    try:
        database.ensure_connection()
    except DecryptionError:
        key = next((key for key in _keys_set_aside() if _opens(_path(database), key)), None)
        if key is None:
            raise
        rekey(_path(database), key, database_key())


def _keys_set_aside() -> Iterator[bytes]:
    ring = Path(settings.AMPARO_KEY_RING_FILE)
    asides = [*settings.HOME.glob("keys-before-*/ring"), *ring.parent.glob("ring-before-*")]
    for path in asides:
        aside = FileKeyRing()
        aside.path = path
        with suppress(DecryptionError):
            yield aside.derive(PURPOSE)


def _opens(path: Path, key: bytes) -> bool:
    try:
        open_encrypted(path, key=key).close()
    except DecryptionError:
        return False
    return True


def _path(database: BaseDatabaseWrapper) -> Path:
    return Path(str(database.settings_dict["NAME"]))
