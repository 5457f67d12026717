"""The store of a house of its own: a folder on its disk, in which nothing is ever half written."""

import errno
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext as _

from .refusals import NotNow

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


class Folder(FileSystemStorage):
    """Files of the house, each in a folder named by the beginning of its own name."""

    @property
    def base_location(self) -> str:
        return str(settings.AMPARO_FILES)

    @property
    def location(self) -> str:
        return str(Path(settings.AMPARO_FILES).absolute())

    def kept(self) -> Iterator[tuple[str, datetime]]:
        """Every file and since when it is here; what is half written is not here."""
        for path in Path(self.location).glob("??/*"):
            if path.suffix != ".part":
                yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def _save(self, name: str, content: File) -> str:
        """On return it is whole, under its name, and on the disk."""
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
            raise NotNow(
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
