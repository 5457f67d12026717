"""The store of encrypted files in a folder, and its comparison with the records that name them.

A process that is killed between writing a file and committing its record leaves an orphan. Nobody
can open it, and it is deleted after a day. If very many files seem to be orphans, the store or the
database is the wrong one, and nothing is deleted.
"""

import errno
import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext as _

from ..clock import now
from ..permissions.rls.bypass import rls_bypass_all
from ..refusals import TemporarilyUnavailable
from .fields import stored_file_names
from .files import CorruptFileError, EncryptedFile
from .key_ring import DecryptionError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


class AtomicFileSystemStorage(FileSystemStorage):
    """Stores encrypted files in folders named by the first two digits of their names."""

    @property
    def base_location(self) -> str:
        return str(settings.AMPARO_FILE_STORAGE)

    @property
    def location(self) -> str:
        return str(Path(settings.AMPARO_FILE_STORAGE).absolute())

    def kept(self) -> Iterator[tuple[str, datetime]]:
        """Yields name and time of every file; unfinished ones are left out."""
        for path in Path(self.location).glob("??/*"):
            if path.suffix != ".part":
                yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def _save(self, name: str, content: File) -> str:
        """Writes the file; on return it is complete and flushed to the disk. Raises
        TemporarilyUnavailable on a full or read-only disk.
        """
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = path.with_suffix(".part")
        try:
            self._write(unfinished, content)
            unfinished.replace(path)
            # The folder may be as new as the file: a power cut must lose neither.
            _sync(path.parent)
            _sync(path.parent.parent)
        except OSError as fault:
            if fault.errno not in _FULL:
                raise
            raise TemporarilyUnavailable(
                _("There is no room left for papers. Tell your administrator.")
            ) from fault
        finally:
            unfinished.unlink(missing_ok=True)
        return name

    def _write(self, path: Path, content: File) -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            while piece := content.read(1024 * 1024):
                file.write(piece)
            file.flush()
            os.fsync(descriptor)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# The comparison: what is missing, damaged, named by no record.

DAY = timedelta(days=1)
# So many, and so large a part, may be left over by a bad day; more is a mistake of ours.
FEW, PART = 25, 0.02
_PIECE = 1024 * 1024
_log = logging.getLogger(__name__)


class TooManyOrphans(Exception):  # noqa: N818 - a caution, not an error
    """So many files are named by no record that the store or the database is probably the wrong
    one.
    """


def missing_files() -> Iterator[Any]:
    """Returns records whose file is not in the store. Bypasses row-level security."""
    known = _stored_names()  # first: what comes in meanwhile is not missed
    kept = set(EncryptedFile.names())
    return (record for record, name in known if name not in kept)


def damaged_files() -> Iterator[Any]:
    """Yields records whose file is there and cannot be decrypted to its end. Reads every file;
    bypasses row-level security.
    """
    for record, name in _stored_names():
        try:
            with EncryptedFile.open(name) as file:
                while file.read(_PIECE):
                    pass
        except FileNotFoundError:
            continue
        except (CorruptFileError, DecryptionError):
            yield record


def orphaned_files(*, older_than: timedelta = DAY) -> list[str]:
    """Returns names of files older than `older_than` that no record names; none if no record names
    any file. Bypasses row-level security.
    """
    before = now() - older_than
    old = [name for name, since in EncryptedFile.kept() if since < before]
    known = {name for _record, name in _stored_names()}
    # Where no record names a file, it is not the files that are amiss.
    return [name for name in old if name not in known] if known else []


def _stored_names() -> list[tuple[Any, str]]:
    """Bypasses row-level security to return every record that names a file: with only some of
    them, the rest would be deleted.
    """
    with rls_bypass_all(reason="a file is an orphan only if no record at all names it"):
        return list(stored_file_names())


def delete_orphans(*, however_many: bool = False) -> int:
    """Irreversibly deletes files that no record names; returns how many.

    Raises TooManyOrphans, and deletes nothing, for more than 25 files that are also more than 2 %,
    unless `however_many`.
    """
    of_nobody = orphaned_files()
    if not however_many and len(of_nobody) > FEW:
        everything = sum(1 for _name in EncryptedFile.names())
        if len(of_nobody) > PART * everything:
            raise TooManyOrphans(f"{len(of_nobody)} of {everything} files are named by no record.")
    for name in of_nobody:
        EncryptedFile.delete(name)
    if of_nobody:
        _log.warning("Files of nobody taken away: %d", len(of_nobody))
    return len(of_nobody)
