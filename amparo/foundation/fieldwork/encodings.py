"""Which alphabet a file of text was saved in: asked of the whole file, not of its first lines."""

import codecs
import io
from typing import BinaryIO

from charset_normalizer import from_bytes

from .problems import EMPTY, NO_SUCH_ENCODING, OTHER_KIND, Unreadable

PIECE = 1024 * 1024
SAMPLE = 64 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What spreadsheet programs of these languages write when asked for plain CSV.
_CANDIDATES = ["cp1252", "cp1256", "cp850", "mac_roman"]
_NOT_IN_1252 = bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D])


class Borrowed(io.RawIOBase):
    """Somebody else's file, for readers that close what they read: it stays open."""

    def __init__(self, file: BinaryIO):
        self._file = file
        file.seek(0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        piece = self._file.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def encoding_of(file: BinaryIO, forced: str = "") -> str:
    """The encoding to read `file` with: the one asked for, or the one that its bytes show."""
    file.seek(0)
    head = file.read(4096)
    if not head.strip(b"\0 \r\n\t"):
        raise Unreadable(EMPTY)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if forced:
        return _known(forced)
    return _wide(head) or _narrow(file)


def _known(name: str) -> str:
    try:
        "".encode(name)
        return codecs.lookup(name).name
    except (LookupError, UnicodeError, ValueError):
        raise Unreadable(NO_SUCH_ENCODING, encoding=name[:40]) from None


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: some zero bytes, and read so, the letters are of our scripts."""
    if head.count(0) < len(head) * 0.02:
        return ""
    even = head[: len(head) // 2 * 2]
    likely = {each: _ours(even.decode(each, "replace")) for each in ("utf-16-le", "utf-16-be")}
    best = max(likely, key=lambda each: likely[each])
    return best if likely[best] > 0.9 else ""


def _ours(text: str) -> float:
    """How much of a text is Latin, Greek, Cyrillic or Arabic writing."""
    return sum("\x20" <= letter < "\u0750" or letter in "\r\n\t" for letter in text) / len(text)


def _narrow(file: BinaryIO) -> str:
    sample, is_utf8 = _foreign_lines(file)
    if is_utf8 or _is_nearly_utf8(sample):
        return "utf-8"
    _refuse_what_is_no_text(sample)
    found = from_bytes(sample, cp_isolation=_CANDIDATES).best()
    encoding = found.encoding if found else "cp1252"
    if encoding == "cp1252" and any(byte in sample for byte in _NOT_IN_1252):
        return "iso8859-1"
    return encoding


def _foreign_lines(file: BinaryIO) -> tuple[bytes, bool]:
    """Lines that hold more than plain letters, from anywhere in the file; whether all is UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    sample, is_utf8 = bytearray(), True
    file.seek(0)
    while piece := file.read(PIECE):
        if is_utf8:
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                is_utf8 = False
        if len(sample) < SAMPLE and not piece.isascii():
            foreign = b"\n".join(line for line in piece.split(b"\n") if not line.isascii())
            sample += foreign[:SAMPLE] + b"\n"
    return bytes(sample), is_utf8


def _is_nearly_utf8(sample: bytes) -> bool:
    """A few harmed letters in a file of UTF-8 must not spoil all the others."""
    text = sample.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    foreign = sum(letter > "\x7f" for letter in text) - lost
    return foreign > 10 * lost


def _refuse_what_is_no_text(sample: bytes) -> None:
    odd = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    if odd > len(sample) * 0.05:
        raise Unreadable(OTHER_KIND, sort="BIN")
