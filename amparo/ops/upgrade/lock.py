"""Keeps an upgrade and everything else that uses the installation apart.

Each command of `amparo` holds the lock together with others for as long as it runs, servers and
workers too; an upgrade wants it alone. The kernel lets it go when a process ends, however it ends.
Other machines of an installation on PostgreSQL are kept out by the database (`postgresql`).
"""

import fcntl
import os
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from amparo.foundation.core.refusals import Refusal

_held: list[IO[str]] = []


def lock_file() -> Path:
    return settings.HOME / "upgrade.lock"


def share() -> None:
    """Holds the lock beside others; raises Refusal while an upgrade has it.

    Where the folder cannot be written there is nothing to lock: other checks say so.
    """
    if _held:
        return
    try:
        file = _open()
    except OSError:
        return
    if not _take(file, fcntl.LOCK_SH):
        raise Refusal(
            _(
                "An upgrade of this installation is under way (process %(process)s). Wait until "
                "it has ended."
            )
            % {"process": _process(file)}
        )
    _held.append(file)


def take_alone() -> None:
    """Holds the lock alone, until this process ends; raises Refusal while anything else runs."""
    file = _open()
    if not _take(file, fcntl.LOCK_EX):
        raise Refusal(
            _(
                "Amparo still runs on this machine, or another upgrade does. Stop it first "
                "(amparo serve, amparo worker, a backup), then begin again. Nothing was changed."
            )
        )
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    _held.append(file)


def release() -> None:
    while _held:
        _held.pop().close()


def _open() -> IO[str]:
    settings.HOME.mkdir(parents=True, exist_ok=True)
    return lock_file().open("a+")


def _take(file: IO[str], how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _process(file: IO[str]) -> str:
    file.seek(0)
    return file.read().strip() or "?"
