"""Space that is kept beside the database for the hour when its disk is full.

Every reading of a file leaves a line in the ledger, so a disk without room would close reading
too, and nobody could look up a person in danger. A file of `AMPARO_RESERVE_MB`, which holds
nothing, lies beside an SQLite database. When the disk fills up it is given back in four steps:
then reading and its audit entries go on, files can be opened in an emergency, and everything else
that writes is refused (`amparo.site.request_checks`). When there is room again it is taken anew by
itself.

On PostgreSQL the disk is the database server's: there is no reserve, and `amparo doctor` says so.
"""

import errno
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection

logger = logging.getLogger("amparo.disk")

MEGABYTE = 1024 * 1024
STEPS = 4
# The first block says how large the file is when it is whole: what was given back is missing.
HEAD = 4096
_TITLE = b"Amparo keeps this space for when the disk is full. Bytes when whole: "
_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class Reserve:
    """A file that keeps disk space free, and its full size."""

    path: Path
    size: int

    @property
    def floor(self) -> int:
        """With less room than this on the disk, a step of the reserve is given back."""
        return self.size // 8

    @property
    def kept(self) -> int:
        """Returns how many bytes it holds now; 0 where there is no such file."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    @property
    def room(self) -> int:
        """Free bytes on the disk of the database."""
        found = os.statvfs(self.path.parent)
        return found.f_bavail * found.f_frsize

    @property
    def is_released(self) -> bool:
        """Whether the disk was full and the reserve is not whole again: only reading goes on."""
        kept = self.kept
        return 0 < kept < _whole_size(self.path)

    @property
    def room_to_take(self) -> int:
        """Free bytes that are needed before it is taken again: what is missing, and half more."""
        return max(0, self.size - self.kept) + self.size // 2

    def look(self) -> None:
        """Gives a step back where the disk has hardly any room."""
        if self.kept > HEAD and self.room < self.floor:
            self.give_back()

    def give_back(self) -> None:
        """Frees a quarter of it, for audit entries, sessions and emergencies."""
        kept = self.kept
        if kept <= HEAD:
            return
        descriptor = os.open(self.path, os.O_WRONLY)
        try:
            # Two who do this at once leave the same size.
            os.ftruncate(descriptor, max(HEAD, kept - self.size // STEPS))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        logger.error("The disk is full: only reading goes on. Look at it with: amparo doctor")

    def take(self) -> bool:
        """Makes it whole where there is room; True when it is."""
        if self.kept == self.size:
            return True
        if self.room < self.room_to_take:
            return False
        was_released = self.is_released
        try:
            self._fill()
        except OSError as fault:
            if fault.errno not in _FULL:
                raise
            return False
        if was_released:
            logger.error("There is room on the disk again: everything goes on.")
        return True

    def _fill(self) -> None:
        before = self.kept
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _allocate(descriptor, self.size)
            os.pwrite(descriptor, (_TITLE + b"%d\n" % self.size).ljust(HEAD), 0)
            os.ftruncate(descriptor, self.size)
            os.fsync(descriptor)
        except OSError:
            if before:
                os.ftruncate(descriptor, before)
            else:
                self.path.unlink(missing_ok=True)
            raise
        finally:
            os.close(descriptor)

    def is_solid(self) -> bool:
        """Whether the disk really holds it free: one that compresses or copies may not."""
        found = self.path.stat()
        return found.st_blocks * 512 >= found.st_size * 0.9


def reserve() -> Reserve | None:
    """The reserve of this installation; None on PostgreSQL, or where none is wanted."""
    if connection.vendor != "sqlite" or not settings.AMPARO_RESERVE_MB:
        return None
    return _reserve_beside(str(connection.settings_dict["NAME"]), settings.AMPARO_RESERVE_MB)


@cache
def _reserve_beside(database: str, megabytes: int) -> Reserve | None:
    path = Path(database)
    if not path.parent.is_dir() or "memory" in database:
        return None
    return Reserve(path.with_name(f"{path.name}.reserve").absolute(), megabytes * MEGABYTE)


def maintain_reserve() -> None:
    """Takes it where there is room, or gives a step back where there is none."""
    if (kept := reserve()) is not None and not kept.take():
        kept.look()


def on_request(**_signal) -> None:
    """Before anything of a request is written."""
    if (kept := reserve()) is not None:
        kept.look()


def on_fault(**_signal) -> None:
    """Gives space back after the database reported a full disk, whatever its numbers say (a
    quota).
    """
    import sys

    if is_full(sys.exception()) and (kept := reserve()) is not None:
        kept.give_back()


def is_full(error: BaseException | None) -> bool:
    """Whether this went wrong because there is no room on a disk."""
    return any(_is_full(each) for each in _chain(error))


def _is_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in _FULL
    return getattr(error, "sqlite_errorname", "").startswith("SQLITE_FULL")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _allocate(descriptor: int, size: int) -> None:
    """Real blocks, not a promise: where a disk only promises them, bytes that do not compress."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size)
    found = os.fstat(descriptor)
    if found.st_size >= size and found.st_blocks * 512 >= size * 0.9:
        return
    for start in range(0, size, MEGABYTE):
        os.pwrite(descriptor, os.urandom(min(MEGABYTE, size - start)), start)


def _whole_size(path: Path) -> int:
    """Returns the full size, as the first block of the file says."""
    try:
        with path.open("rb") as file:
            first = file.read(len(_TITLE) + 24)
        return int(first.removeprefix(_TITLE).split(b"\n")[0])
    except (OSError, ValueError):
        return 0
