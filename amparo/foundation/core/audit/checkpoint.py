"""The checkpoint: how far the ledger had come, in a signed file outside the database.

Blocks that are deleted from the database together with their lines leave a shorter ledger that
fits together. The checkpoint remembers the newest block and which block each witness was told of.
It is written when a block was committed, so it is never ahead of the database, and it never goes
back: where the database contradicts it, it stays as it is until somebody accepts the change
(`amparo audit accept`).
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from ..encryption import key_ring
from ..encryption.secret_files import write_secret
from .models import Block

PURPOSE = "ledger checkpoint"
MODE = 0o600


class NoCheckpoint(Exception):  # noqa: N818 - what `amparo audit verify` says
    """There is no checkpoint that this installation wrote: why, and what to do."""


@dataclass(frozen=True)
class Checkpoint:
    """The newest block, the lines sealed up to it, and which block each witness last heard of."""

    number: int = 0
    head: str = ""
    lines: int = 0
    notified: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def at(cls, block: Block | None, notified: Mapping[str, int]) -> "Checkpoint":
        if block is None:
            return cls(notified=dict(notified))
        return cls(block.number, block.head.hex(), block.total, dict(notified))

    def fits(self, block: Block | None) -> bool:
        """Whether this is the block that it remembers; before the first block there is none."""
        return self.number == 0 or (
            block is not None and (block.number, block.head.hex()) == (self.number, self.head)
        )

    @property
    def in_database(self) -> Block | None:
        """The block of that number, as the database holds it now."""
        return Block.objects.filter(number=self.number).first()


def path() -> Path:
    return Path(settings.AMPARO_LEDGER_CHECKPOINT)


def read() -> Checkpoint:
    """Returns what the file says; raises `NoCheckpoint` where it is missing or not ours."""
    try:
        said = json.loads(path().read_bytes())
        is_ours = hmac.compare_digest(_mark(said["checkpoint"]), str(said["mark"]))
        kept = Checkpoint(**said["checkpoint"])
    except FileNotFoundError:
        raise NoCheckpoint(
            f"There is no checkpoint of the ledger at {path()}: it was removed, or the ledger is "
            "of another machine. If you know why: amparo audit accept"
        ) from None
    except OSError as error:
        raise NoCheckpoint(f"{path()} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError):
        is_ours = False
    if not is_ours:
        raise NoCheckpoint(f"The checkpoint at {path()} was changed, or is not of this ledger.")
    return kept


def begin(block: Block | None) -> None:
    """Writes the first checkpoint of an installation; one that is there stays."""
    if not path().exists():
        write(Checkpoint.at(block, {}))


def advance(block: Block) -> None:
    """Goes on to a block that was just committed, unless the database lost the one before.

    A missing or damaged checkpoint is not made anew here: that would hide why it is missing. A
    disk that is full keeps the older one, which is still true.
    """
    try:
        kept = read()
        if kept.number < block.number and kept.fits(kept.in_database):
            write(Checkpoint.at(block, kept.notified))
    except (NoCheckpoint, OSError):
        return


def note_notified(witness: str, number: int) -> None:
    """Remembers the newest block a witness was told of."""
    try:
        kept = read()
        if kept.notified.get(witness, 0) < number:
            notified = {**kept.notified, witness: number}
            write(Checkpoint(kept.number, kept.head, kept.lines, notified))
    except (NoCheckpoint, OSError):
        return


def write(checkpoint: Checkpoint) -> None:
    """Replaces the file whole, or leaves it as it was."""
    said = {
        "number": checkpoint.number, "head": checkpoint.head, "lines": checkpoint.lines,
        "notified": dict(checkpoint.notified),
    }  # fmt: skip
    written = json.dumps({"checkpoint": said, "mark": _mark(said)}) + "\n"
    write_secret(path(), written.encode(), over=True, mode=MODE)


def _mark(said: Mapping[str, object]) -> str:
    text = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    return hmac.digest(key_ring.derive(PURPOSE), text, "sha256").hex()
