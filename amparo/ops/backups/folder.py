"""The folder of backups: their names, recipients and retention."""

import errno
import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pyrage
from django.conf import settings

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.secret_files import write_secret
from amparo.foundation.core.refusals import Refusal

DATA, KEYS = "data", "keys"
_NAME = re.compile(r"amparo-(data|keys)-(\d{8}T\d{6}Z)(?:-\d+)?\.tar\.age\Z")


def default_folder() -> Path:
    return Path(os.environ.get("AMPARO_BACKUPS", settings.HOME / "backups"))


def recipients() -> list[str]:
    """The recipients of the settings, to whom backups are encrypted."""
    return os.environ.get("AMPARO_BACKUP_RECIPIENTS", "").split()


@contextmanager
def new_copy(kind: str, folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A file that has its name only once it is whole and on the disk."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = _free_name(kind, folder)
    unfinished = path.with_suffix(".part")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield path, file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        _sync(folder)
    finally:
        unfinished.unlink(missing_ok=True)


def copies(kind: str, folder: Path) -> list[Path]:
    """Every whole copy of one kind, the oldest first."""
    found = [path for path in folder.glob("amparo-*.tar.age") if _NAME.match(path.name)]
    return sorted(path for path in found if path.name.startswith(f"amparo-{kind}-"))


def delete_old_copies(kind: str, folder: Path, *, keep: int) -> list[Path]:
    """Deletes old backups: what was erased must not live on for ever in them."""
    found = copies(kind, folder)
    latest_end = datetime.now(UTC) - timedelta(days=settings.AMPARO_BACKUP_KEPT_DAYS)
    old = found[:-keep] + [path for path in found[-keep:-1] if made_at(path) < latest_end]
    for path in old:
        path.unlink()
    return old


def made_at(path: Path) -> datetime:
    """When a copy was made, as its name says; clocks of other disks may differ."""
    found = _NAME.match(path.name)
    moment = found[2] if found else "19700101T000000Z"
    return datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def record_copy(kind: str, **told: object) -> None:
    """When the last one was made, for `amparo doctor`: copies may be carried away at once."""
    path = settings.HOME / "backups.json"
    known = last_made()
    known[kind] = {"at": now().isoformat(timespec="seconds"), **told}
    unfinished = path.with_suffix(f".{secrets.token_hex(4)}")
    unfinished.write_text(json.dumps(known, indent=1))
    unfinished.replace(path)


def last_made() -> dict[str, dict]:
    path = settings.HOME / "backups.json"
    return json.loads(path.read_text()) if path.exists() else {}


def make_identity(path: Path) -> str:
    """A new key pair: the identity goes into the file, and who seals needs the other half only."""
    identity = pyrage.x25519.Identity.generate()
    content = f"# public key: {identity.to_public()}\n{identity}\n".encode()
    if not write_secret(path, content, over=False):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    return str(identity.to_public())


def identities(path: Path) -> list[str]:
    lines = path.read_text().splitlines()
    found = [line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-")]
    if not found:
        raise Refusal(f"{path} holds no identity: its line begins with AGE-SECRET-KEY-.")
    return found


def _free_name(kind: str, folder: Path) -> Path:
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    names = [f"amparo-{kind}-{moment}.tar.age"]
    names += [f"amparo-{kind}-{moment}-{again}.tar.age" for again in range(2, 100)]
    return next(folder / name for name in names if not (folder / name).exists())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
