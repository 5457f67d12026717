"""Writes small secret files so that a crash leaves the old one or the new one, never half of it.

Knows nothing of Django: the settings file uses it before there are settings.
"""

import errno
import os
import secrets
from pathlib import Path


def write_secret(path: Path, content: bytes, *, over: bool, mode: int = 0o400) -> bool:
    """Writes a file that its owner alone can read; True when it is this one that now lies there.

    The content is on the disk before the file has its name, and the name is on the disk before
    this returns. Without `over`, a file that is there stays: of two processes that begin at the
    same moment, one wins and both go on with what it wrote.
    """
    is_new_folder = not path.parent.exists()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        is_ours = _name(unfinished, path, over=over)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(path.parent)
    if is_new_folder:
        sync_folder(path.parent.parent)
    return is_ours


def _name(unfinished: Path, path: Path, *, over: bool) -> bool:
    if over:
        unfinished.replace(path)
        return True
    try:
        path.hardlink_to(unfinished)
    except FileExistsError:
        return False
    except OSError as error:
        # A memory stick (FAT) knows no second name for a file.
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EMLINK) or path.exists():
            raise
        unfinished.replace(path)
    return True


def sync_folder(folder: Path) -> None:
    """Puts the names in a folder on the disk: a new file without them is lost in a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
