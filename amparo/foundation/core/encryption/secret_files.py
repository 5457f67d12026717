"""Writes small secret files atomically: a crash leaves the old or the new one, never half of it.

Does not import Django: the settings use it.
"""

import errno
import os
import secrets
from pathlib import Path


def write_secret(path: Path, content: bytes, *, over: bool, mode: int = 0o400) -> bool:
    """Writes a file that only its owner can read; returns whether it is this content that is there
    now.

    Content and name are on the disk before this returns. Without `over` an existing file stays: of
    two processes that start at the same moment one wins, and both go on with what it wrote.
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
    """Flushes the names in a folder to the disk: without it a new file is lost in a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
