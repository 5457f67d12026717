"""Heads of blocks as a witness keeps them: one line each, signed, found again in any file.

Each number has one head. Of two different ones the first stays and the second is a fault: a
witness that is told two stories is believed at its first word, within a file and between files.
"""

import mmap
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature

from .blocks import public_key, signing_key
from .models import Block

# Mails break long lines and put ">" before what they quote.
_APART = rb"[\s>]+"
_HEAD = re.compile(
    rb"amparo" + _APART + rb"head" + _APART + rb"(\d{1,18})" + _APART + rb"([0-9a-f]{64})"
    rb"(?:" + _APART + rb"(\d{1,18})" + _APART + rb"(\S+)" + _APART + rb"([0-9a-f]{128}))?"
)
# The end of a file in which its newest line is looked for.
_END = 4096
MOST_FAULTS = 50


@dataclass(frozen=True, slots=True)
class Head:
    """One line: number and head of a block, the lines sealed so far, when, and our signature.

    A line that was cut has no more than its number and head.
    """

    number: int
    head: str
    total: int | None = None
    at: str = ""
    signature: str = ""

    @property
    def signed(self) -> bytes:
        return _unsigned(self.number, self.head, self.total or 0, self.at).encode()

    def is_signed(self) -> bool:
        """Whether this installation wrote the line. Older ones repeat the signature of the block.

        Nothing can be said of a line that was cut, nor of an older one whose block is not here.
        """
        if not self.signature:
            return True
        try:
            public_key().verify(bytes.fromhex(self.signature), self.signed)
        except InvalidSignature:
            block = Block.objects.filter(number=self.number).first()
            if block is None or block.head.hex() != self.head:
                return True
            return bytes(block.signature).hex() == self.signature
        return True


def said(block: Block) -> str:
    """Returns the line that a witness keeps."""
    line = _unsigned(block.number, block.head.hex(), block.total, block.sealed_at.isoformat())
    return f"{line} {signing_key().sign(line.encode()).hex()}"


def _unsigned(number: int, head: str, total: int, at: str) -> str:
    return f"amparo head {number} {head} {total} {at}"


def heads_in(text: bytes | mmap.mmap) -> Iterator[Head]:
    """Yields every head in a file, a mail or a page that a witness kept, in its order."""
    for number, head, total, at, signature in (found.groups() for found in _HEAD.finditer(text)):
        if signature is None:
            yield Head(int(number), head.decode())
        else:
            yield Head(int(number), head.decode(), int(total), at.decode("ascii", "replace"),
                       signature.decode())  # fmt: skip


def newest_in(path: Path) -> Head | None:
    """Returns the last head of a file, without reading what is before it; None without one."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _END))
            found = list(heads_in(file.read()))
    except FileNotFoundError:
        return None
    return found[-1] if found else None


@dataclass
class KeptHeads:
    """What all witnesses keep: the first head of each block, and every contradiction."""

    faults: list[str] = field(default_factory=list)
    _heads: dict[int, tuple[bytes, int | None, int]] = field(default_factory=dict)
    _sources: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, heads: Mapping[int, str]) -> "KeptHeads":
        """Heads by the numbers of their blocks, from anywhere."""
        kept = cls(_sources=["what was given"])
        kept._heads = {number: (bytes.fromhex(head), None, 0) for number, head in heads.items()}
        return kept

    def add_file(self, path: Path) -> int:
        """Takes in what a file holds; returns the highest number in it, 0 where there is none."""
        if not path.exists() or not path.stat().st_size:
            return 0
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
            return self.add(text, str(path))

    def add(self, text: bytes | mmap.mmap, source: str) -> int:
        self._sources.append(source)
        newest: Head | None = None
        for head in heads_in(text):
            self._take(head)
            newest = head if newest is None or head.number >= newest.number else newest
        if newest and not newest.is_signed():
            self._fault(
                f"{source}: the head of block {newest.number} is not signed by this installation."
            )
        return newest.number if newest else 0

    def _take(self, head: Head) -> None:
        here = len(self._sources) - 1
        told = (bytes.fromhex(head.head), head.total)
        first, total, source = self._heads.setdefault(head.number, (*told, here))
        if first != told[0]:
            where = self._sources[here]
            between = "holds two" if source == here else f"and {self._sources[source]} hold two"
            self._fault(
                f"{where} {between} different heads of block {head.number}: somebody told two "
                f"stories. {_whose(head)}"
            )
        elif None not in (total, head.total) and total != head.total:
            self._fault(f"{self._sources[here]}: two counts of lines for block {head.number}.")

    def _fault(self, said: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(said)

    def __len__(self) -> int:
        return len(self._heads)

    def head_of(self, number: int) -> tuple[str, int | None] | None:
        """Returns head and count that were told first of this block."""
        found = self._heads.get(number)
        return (found[0].hex(), found[1]) if found else None

    @property
    def highest(self) -> int:
        return max(self._heads, default=0)


def _whose(head: Head) -> str:
    if not head.signature:
        return ""
    if head.is_signed():
        return "This installation signed the second too."
    return "The second is not signed by this installation."
