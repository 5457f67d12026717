"""Safe reading of ZIP archives: workbooks and office documents are ZIP archives.

The directory is checked before anything is unpacked: number of members, declared sizes, ratio.
"""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from ..spreadsheets.validation import BOMB, DAMAGED, LOCKED, OLD_EXCEL, OTHER_KIND, UnreadableFile

MAX_MEMBERS = 2_000
MAX_DIRECTORY_BYTES = 1024 * 1024
MAX_UNPACKED_BYTES = 1536 * 1024 * 1024
MAX_RATIO = 200
RATIO_CHECKED_FROM = 64 * 1024 * 1024
CHUNK_SIZE = 256 * 1024
# No office program packs otherwise, and other ways may take far more memory.
_PACKED_AS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

_BROKEN_ARCHIVE_ERRORS = (
    KeyError, EOFError, OSError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip

_END = struct.Struct("<4s4H2LH")
_LOCATOR = struct.Struct("<4sLQL")
_END_64 = struct.Struct("<4sQ2H2L4Q")


class Archive:
    """The members of an archive, each readable only as far as the directory promised."""

    def __init__(self, file: BinaryIO, *, largest: int = MAX_UNPACKED_BYTES):
        _refuse_a_huge_directory(file)
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise UnreadableFile(DAMAGED) from None
        self._names = {info.filename.lower().lstrip("/"): info for info in self._zip.infolist()}
        if len(self._names) < len(self._zip.infolist()):  # two programs would open different ones
            raise UnreadableFile(DAMAGED)
        _refuse_bombs(self._zip.infolist(), _length(file), largest)

    def __contains__(self, name: str) -> bool:
        return name.lower().lstrip("/") in self._names

    @property
    def unpacked_bytes(self) -> int:
        """How large all members together are said to be; none is read further than that."""
        return sum(info.file_size for info in self._names.values())

    def names(self) -> list[str]:
        """What it holds, folders left out, in small letters."""
        return [name for name in self._names if not name.endswith("/")]

    def pieces(self, name: str) -> Iterator[bytes]:
        """A member in pieces; what is longer than promised, or broken, ends the reading."""
        try:
            info = self._names[name.lower().lstrip("/")]
            if info.flag_bits & 1:
                raise UnreadableFile(LOCKED)
            if info.compress_type not in _PACKED_AS:
                raise UnreadableFile(DAMAGED)
            with self._zip.open(info) as member:
                while piece := member.read(CHUNK_SIZE):
                    yield piece
        except _BROKEN_ARCHIVE_ERRORS:
            raise UnreadableFile(DAMAGED) from None

    def whole(self, name: str, *, at_most: int) -> bytes:
        """A small member at once."""
        if (info := self._names.get(name.lower().lstrip("/"))) and info.file_size > at_most:
            raise UnreadableFile(BOMB)
        return b"".join(self.pieces(name))


def refuse_other_kinds(file: BinaryIO) -> None:
    """Say what a file is when it is neither a workbook we read nor plain text."""
    file.seek(0)
    head = file.read(4096)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise UnreadableFile(LOCKED if _is_locked(file) else OLD_EXCEL)
    for start, sort in _STARTS.items():
        if head.startswith(start):
            raise UnreadableFile(OTHER_KIND, sort=sort)
    if head.lstrip(b"\xef\xbb\xbf\r\n\t ")[:1] == b"<":
        raise UnreadableFile(OTHER_KIND, sort="HTML, XML")


def is_archive(file: BinaryIO) -> bool:
    file.seek(0)
    return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def refuse_other_archives(archive: Archive) -> None:
    for name, sort in _INSIDES.items():
        if name in archive:
            raise UnreadableFile(OTHER_KIND, sort=sort)
    if "[Content_Types].xml" not in archive:
        raise UnreadableFile(OTHER_KIND, sort="ZIP")


_STARTS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "GZIP",
    b"7z\xbc\xaf": "7Z",
    b"Rar!": "RAR",
    b"SQLite format 3\x00": "SQLite",
    b"{\\rtf": "RTF",
    b"MZ": "EXE",
    b"\x7fELF": "ELF",
}
_INSIDES = {
    "xl/workbook.bin": "XLSB",
    "content.xml": "ODS",
    "Index/Document.iwa": "Numbers",
    "word/document.xml": "DOCX",
}


def _is_locked(file: BinaryIO) -> bool:
    # An encrypted workbook names its one stream; an old one names its own "Workbook".
    file.seek(0)
    name, tail = "EncryptedPackage".encode("utf-16-le"), b""
    while piece := file.read(1024 * 1024):
        if name in tail + piece:
            return True
        tail = piece[-len(name) :]
    return False


def _refuse_a_huge_directory(file: BinaryIO) -> None:
    """Opening an archive reads its whole directory into memory: look at its size first."""
    members, size = _directory(file)
    if members > MAX_MEMBERS or size > MAX_DIRECTORY_BYTES:
        raise UnreadableFile(BOMB)


def _directory(file: BinaryIO) -> tuple[int, int]:
    length = _length(file)
    start = max(0, length - 65_557)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise UnreadableFile(DAMAGED)
    _mark, _disk, _first, _here, members, size, _offset, _note = _END.unpack_from(tail, at)
    if (large := _large_directory(file, start + at)) is not None:
        return large
    return members, size


def _large_directory(file: BinaryIO, end: int) -> tuple[int, int] | None:
    """What a ZIP64 directory says of itself; it is believed before the ordinary one."""
    before = end - _LOCATOR.size - _END_64.size
    if before < 0:
        return None
    file.seek(before)
    block = file.read(_LOCATOR.size + _END_64.size)
    if block[_END_64.size :][:4] != b"PK\x06\x07":
        return None
    if not block.startswith(b"PK\x06\x06"):  # it points somewhere that we would not see
        raise UnreadableFile(DAMAGED)
    fields = _END_64.unpack_from(block)
    return fields[7], fields[8]


def _refuse_bombs(members: list[zipfile.ZipInfo], length: int, largest: int) -> None:
    whole = sum(info.file_size for info in members)
    swells = whole > RATIO_CHECKED_FROM and whole > MAX_RATIO * max(1, length)
    if whole > largest or swells:
        raise UnreadableFile(BOMB)


def _length(file: BinaryIO) -> int:
    file.seek(0, io.SEEK_END)
    length = file.tell()
    file.seek(0, os.SEEK_SET)
    return length
