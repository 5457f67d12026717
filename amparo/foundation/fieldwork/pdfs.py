"""PDFs: taken as they are, unless they would act by themselves when somebody opens them.

Scripts, programs to start, and files hidden inside are looked for where they stand in clear and
in packed objects. What is locked with a password cannot be looked into: it is given back only as
a file, like everything else.
"""

import re
import zlib

from django.utils.translation import gettext as _

from amparo.foundation.core.refusals import Refusal

PDF = "application/pdf"
MOST_UNPACKED = 64 * 1024 * 1024
MOST_STREAMS = 200_000
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_BEFORE = 1_000  # how far before its stream an object may begin


def _name(word: str) -> bytes:
    """A name of PDF, each letter plain or as its number: `/J#61vaScript` is the same name."""
    letters = "".join(f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in word)
    return b"/" + letters.encode() + rb"(?![A-Za-z0-9#])"


_ACTS = re.compile(
    b"|".join(map(_name, ("JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia")))
)


_PACKED_OBJECTS = re.compile(_name("ObjStm"))


def is_pdf(whole: bytes) -> bool:
    """Whether it begins and ends as a PDF; `Refusal` where it acts by itself."""
    if not whole.startswith(b"%PDF-") or b"%%EOF" not in whole[-2048:]:
        return False
    if _ACTS.search(whole) or _acts_inside(whole):
        raise Refusal(
            _(
                "This PDF carries a program or another file inside. Print it into a new PDF, and "
                "choose that one."
            )
        )
    return True


def _acts_inside(whole: bytes) -> bool:
    left = MOST_UNPACKED
    for count, found in enumerate(_STREAM.finditer(whole)):
        if left <= 0 or count > MOST_STREAMS:
            raise Refusal(
                _("This file would swell to a dangerous size when opened. Save it as a new PDF.")
            )
        if _holds_objects(whole[max(0, found.start() - _BEFORE) : found.start()]):
            unpacked = _unpacked(whole, found.end(), at_most=left)
            left -= len(unpacked)
            if _ACTS.search(unpacked):
                return True
    return False


def _holds_objects(before: bytes) -> bool:
    """Whether what stands before a stream, since the object began, says that it packs objects."""
    return _PACKED_OBJECTS.search(before.rpartition(b"obj")[2]) is not None


def _unpacked(whole: bytes, start: int, *, at_most: int) -> bytes:
    """What is packed from here on; a little first, for most of what looks so is nothing."""
    unpacker, unpacked, size = zlib.decompressobj(), b"", 512
    try:
        while start < len(whole) and not unpacker.eof and len(unpacked) < at_most:
            piece = unpacker.unconsumed_tail + whole[start : start + size]
            unpacked += unpacker.decompress(piece, at_most - len(unpacked))
            start, size = start + size, 64 * 1024
    except zlib.error:
        pass
    return unpacked
