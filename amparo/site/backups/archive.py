"""What lies in a copy: a tar of small parts, each made while it is written, so that nothing waits.

manifest.json                     when, from which version, which tables and columns
tables/trust.office/000001.jsonl  rows, one JSON array a line, in the order of the columns
files/ab/ab12…                    papers, as sealed as they lie in the house
keys/ring.json                    (in a copy of keys alone)
totals.json                       how much there must be: a copy without it was cut short
"""

import json
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

MANIFEST, TOTALS = "manifest.json", "totals.json"
PART = 1024 * 1024
BLOCK = 64 * 1024


@dataclass(frozen=True)
class Part:
    """One member: its name, and what to read it from."""

    name: str
    size: int
    file: BinaryIO

    @property
    def table(self) -> str:
        """The table that it holds rows of, or nothing."""
        return self.name.split("/")[1] if self.name.startswith("tables/") else ""

    def told(self) -> dict:
        return json.loads(self.file.read())


def written(name: str, told: dict) -> Iterator[bytes]:
    text = json.dumps(told, indent=1).encode()
    yield from member(name, len(text), [text])


def lines_of(label: str, lines: Iterable[bytes]) -> Iterator[bytes]:
    """Rows in parts of about a megabyte: only so much is ever held."""
    number, held, size = 1, [], 0
    for line in lines:
        held.append(line)
        size += len(line) + 1
        if size >= PART:
            yield from _rows_part(label, number, held)
            number, held, size = number + 1, [], 0
    if held:
        yield from _rows_part(label, number, held)


def file_of(name: str, file: BinaryIO) -> Iterator[bytes]:
    size = file.seek(0, 2)
    file.seek(0)
    yield from member(name, size, iter(lambda: file.read(BLOCK), b""))


def end() -> bytes:
    return bytes(2 * tarfile.BLOCKSIZE)


def parts(stream: BinaryIO) -> Iterator[Part]:
    """Each member in its turn; the one before must be done with."""
    with tarfile.open(fileobj=stream, mode="r|", bufsize=BLOCK) as archive:
        for info in archive:
            if info.isfile() and (file := archive.extractfile(info)):
                yield Part(info.name, info.size, file)  # type: ignore[arg-type]


def member(name: str, size: int, pieces: Iterable[bytes]) -> Iterator[bytes]:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    yield info.tobuf(tarfile.PAX_FORMAT)
    given = 0
    for piece in pieces:
        given += len(piece)
        yield piece
    if given != size:
        raise OSError(f"{name} changed while it was copied.")
    yield bytes(-size % tarfile.BLOCKSIZE)


def _rows_part(label: str, number: int, lines: list[bytes]) -> Iterator[bytes]:
    text = b"\n".join([*lines, b""])
    yield from member(f"tables/{label}/{number:06}.jsonl", len(text), [text])
