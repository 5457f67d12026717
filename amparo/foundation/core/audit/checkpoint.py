"""The checkpoint: the last signed block, in a signed file outside the database.

Deleting the last blocks together with their entries leaves a shorter log that is consistent in
itself. The checkpoint remembers the newest block and which one each witness received. It is
written after the commit of a block, so it is never ahead of the database, and it never goes back:
where the database contradicts it, it stays until somebody accepts the change (`amparo audit
accept`).
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from ..encryption import key_ring
from ..encryption.secret_files import write_secret
from .models import AuditBlock

PURPOSE = "ledger checkpoint"
MODE = 0o600


class NoCheckpoint(Exception):  # noqa: N818 - what `amparo audit verify` says
    """There is no checkpoint that this installation wrote; the message says why and what to do."""


@dataclass(frozen=True)
class Checkpoint:
    """The newest block, the number of entries signed up to it, and the last block that each
    witness received.
    """

    number: int = 0
    head: str = ""
    lines: int = 0
    notified: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def at(cls, block: AuditBlock | None, notified: Mapping[str, int]) -> "Checkpoint":
        if block is None:
            return cls(notified=dict(notified))
        return cls(block.number, block.head.hex(), block.total, dict(notified))

    def fits(self, block: AuditBlock | None) -> bool:
        """Returns whether `block` is the one it remembers; always True before the first block."""
        return self.number == 0 or (
            block is not None and (block.number, block.head.hex()) == (self.number, self.head)
        )

    @property
    def in_database(self) -> AuditBlock | None:
        """Returns the block of that number as the database holds it now; None where it is
        missing.
        """
        return AuditBlock.objects.filter(number=self.number).first()


def path() -> Path:
    return Path(settings.AMPARO_AUDIT_CHECKPOINT)


def read() -> Checkpoint:
    """Returns the checkpoint; raises NoCheckpoint where the file is missing, unreadable, changed
    or of another installation.
    """
    try:
        said = json.loads(path().read_bytes())
        is_ours = hmac.compare_digest(_checkpoint_hmac(said["checkpoint"]), str(said["mark"]))
        kept = Checkpoint(**said["checkpoint"])
    except FileNotFoundError:
        raise NoCheckpoint(
            f"There is no checkpoint of the audit log at {path()}: it was removed, or the log is "
            "of another machine. If you know why: amparo audit accept"
        ) from None
    except OSError as error:
        raise NoCheckpoint(f"{path()} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError):
        is_ours = False
    if not is_ours:
        raise NoCheckpoint(f"The checkpoint at {path()} was changed, or is not of this audit log.")
    return kept


def begin(block: AuditBlock | None) -> None:
    """Writes the first checkpoint; an existing one stays."""
    if not path().exists():
        write(Checkpoint.at(block, {}))


def advance(block: AuditBlock) -> None:
    """Moves the checkpoint on to a block that was just committed, unless the database lost the
    previous one.

    Never creates a missing or damaged checkpoint, which would hide why it is missing. A full disk
    keeps the older one, which is still true. Raises nothing.
    """
    try:
        kept = read()
        if kept.number < block.number and kept.fits(kept.in_database):
            write(Checkpoint.at(block, kept.notified))
    except (NoCheckpoint, OSError):
        return


def note_notified(witness: str, number: int) -> None:
    """Records the newest block that a witness received; never goes back. Raises nothing."""
    try:
        kept = read()
        if kept.notified.get(witness, 0) < number:
            notified = {**kept.notified, witness: number}
            write(Checkpoint(kept.number, kept.head, kept.lines, notified))
    except (NoCheckpoint, OSError):
        return


def write(checkpoint: Checkpoint) -> None:
    """Replaces the file atomically."""
    said = {
        "number": checkpoint.number, "head": checkpoint.head, "lines": checkpoint.lines,
        "notified": dict(checkpoint.notified),
    }  # fmt: skip
    written = json.dumps({"checkpoint": said, "mark": _checkpoint_hmac(said)}) + "\n"
    write_secret(path(), written.encode(), over=True, mode=MODE)


def _checkpoint_hmac(said: Mapping[str, object]) -> str:
    text = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    return hmac.digest(key_ring.derive(PURPOSE), text, "sha256").hex()
