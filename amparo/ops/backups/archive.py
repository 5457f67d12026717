"""The contents of a backup: a tar of small parts, each made while it is written.

manifest.json                     when, from which version, which tables and columns
tables/core.office/000001.jsonl  rows, one JSON array a line, in the order of the columns
files/ab/ab12…                    stored files, encrypted as they are stored
keys/ring.json                    (in a copy of keys alone)
totals.json                       how much there must be: a copy without it was cut short
"""

import json
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.core.files import File

from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.encryption.storage import AtomicFileSystemStorage
from amparo.foundation.core.refusals import Refusal

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

    def as_json(self) -> dict:
        return json.loads(self.file.read())


def json_member(name: str, told: dict) -> Iterator[bytes]:
    text = json.dumps(told, indent=1).encode()
    yield from member(name, len(text), [text])


def row_members(label: str, lines: Iterable[bytes]) -> Iterator[bytes]:
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


def file_member(name: str, file: BinaryIO) -> Iterator[bytes]:
    size = file.seek(0, 2)
    file.seek(0)
    yield from member(name, size, iter(lambda: file.read(BLOCK), b""))


def end_of_archive() -> bytes:
    return bytes(2 * tarfile.BLOCKSIZE)


def read_parts(stream: BinaryIO) -> Iterator[Part]:
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


# Stored files: copied as they are encrypted, under names that tell nothing.


def are_files_local() -> bool:
    """Whether files are stored in a local folder; a remote bucket has copies of its own."""
    return isinstance(EncryptedFile.store(), AtomicFileSystemStorage)


def file_names() -> Iterator[str]:
    return EncryptedFile.names() if are_files_local() else iter(())


def open_sealed_file(name: str) -> Any:
    return EncryptedFile.store().open(EncryptedFile.place(name))


def store_file(name: str, file: BinaryIO) -> bool:
    """Restores one file to its place; one that is there already must be the same, and stays."""
    place, store = EncryptedFile.place(name), EncryptedFile.store()
    if not store.exists(place):
        store.save(place, File(file))
        return True
    with store.open(place) as there:
        if not _has_same_content(there, file):
            raise Refusal(f"Another paper is kept as {name}: choose an AMPARO_HOME of its own.")
    return False


def _has_same_content(there: Any, file: BinaryIO) -> bool:
    while piece := file.read(BLOCK):
        if there.read(len(piece)) != piece:
            return False
    return not there.read(1)
