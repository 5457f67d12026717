"""Checks of each accepted file type: office documents, PDF, pictures, recordings, text.

Each function says whether the content is of the type, and raises `Refusal` where the file would do
something by itself when opened: macros, scripts, embedded files, external links, formulas.
"""

import io
import re
import struct
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from amparo.foundation.core.refusals import Refusal

from ..spreadsheets.validation import BOMB, LOCKED, UnreadableFile
from .archives import Archive

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
# What each must hold to be one.
MAIN_PARTS = {
    DOCX: "word/document.xml", XLSX: "xl/workbook.xml", ODT: "content.xml", ODS: "content.xml",
}  # fmt: skip
MAX_DOCUMENT_BYTES = 256 * 1024 * 1024
MAX_PART_BYTES = 64 * 1024 * 1024
_ACTIVE_PARTS = re.compile(
    r"vbaproject|vbadata|macrosheets/|activex|oleobject|(?:^|/)basic/|(?:^|/)scripts/"
)
# Archives, programs and documents of the old kind, by how they begin.
_EMBEDDED_STARTS = (
    b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ",
    b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0",
)  # fmt: skip
_OLD_OFFICE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# In an ODT: a script, or something other than a link to follow that lies elsewhere.
_ODF_ACTIONS = re.compile(
    rb"<script:(?!event-listeners)|<(?!text:a[\s>]|draw:a[\s>])[\w:.-]{1,80}\s[^<>]{0,4000}?"
    rb"xlink:href=[\"'](?:[a-zA-Z]{2,10}:)?//"
)


def is_document(kind: str, whole: bytes) -> bool:
    """Whether it is the document that it says; `Refusal` where that is not to be opened."""
    if whole.startswith(_OLD_OFFICE_START):  # how office programs lock a document
        raise Refusal(_locked_message())
    if not whole.startswith(b"PK\x03\x04"):
        return False
    try:
        archive = Archive(io.BytesIO(whole), largest=MAX_DOCUMENT_BYTES)
        return _is_document_type(kind, archive) and _has_no_active_content(kind, archive)
    except UnreadableFile as reason:
        if reason.kind is LOCKED:
            raise Refusal(_locked_message()) from reason
        if reason.kind is BOMB:
            raise Refusal(
                _("This file would swell to a dangerous size when opened. It was not kept.")
            ) from reason
        return False


def _is_document_type(kind: str, archive: Archive) -> bool:
    if kind in (ODT, ODS):
        said = archive.whole("mimetype", at_most=200) if "mimetype" in archive else b""
        return MAIN_PARTS[kind] in archive and said.strip() == kind.encode()
    return MAIN_PARTS[kind] in archive and "[Content_Types].xml" in archive


def _has_no_active_content(kind: str, archive: Archive) -> bool:
    for name in archive.names():
        if _ACTIVE_PARTS.search(name) or _read_start(archive, name).startswith(_EMBEDDED_STARTS):
            raise Refusal(
                _("This document carries programs or other files inside. Save it as PDF.")
            )
    for part in _checked_parts(kind, archive):
        if _has_external_links(kind, archive.whole(part, at_most=MAX_PART_BYTES)):
            raise Refusal(
                _("This document fetches something from elsewhere when opened. Save it as PDF.")
            )
    return True


def _read_start(archive: Archive, name: str) -> bytes:
    """How a part begins; all of it is read, so that what is broken or too long is known."""
    head = b""
    for piece in archive.pieces(name):
        head = head or piece[:8]
    return head


def _checked_parts(kind: str, archive: Archive) -> Iterator[str]:
    for name in archive.names():
        if kind in (ODT, ODS):
            if name in ("content.xml", "styles.xml"):
                yield name
        elif name.endswith(".rels") or name == "[content_types].xml":
            yield name


def _has_external_links(kind: str, part: bytes) -> bool:
    if kind in (ODT, ODS):
        return _ODF_ACTIONS.search(part) is not None
    try:
        elements = list(fromstring(part, forbid_dtd=True).iter())
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return True  # what we cannot read, another program may
    return any(
        (each.get("TargetMode") == "External" and not each.get("Type", "").endswith("/hyperlink"))
        or "macroEnabled" in each.get("ContentType", "")
        for each in elements
    )


def _locked_message() -> str:
    return _("This document is locked with a password. Take it off, save it, and choose it again.")


# PDF. What is encrypted by a password cannot be inspected: it is given back only as a file.

PDF = "application/pdf"
MAX_UNPACKED_PDF = 64 * 1024 * 1024
MAX_PDF_STREAMS = 200_000
_PDF_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PDF_BEFORE = 1_000  # how far before its stream an object may begin


def _pdf_name(word: str) -> bytes:
    """A name of PDF, each letter plain or as its number: `/J#61vaScript` is the same name."""
    letters = "".join(f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in word)
    return b"/" + letters.encode() + rb"(?![A-Za-z0-9#])"


_PDF_ACTIONS = re.compile(
    b"|".join(
        map(_pdf_name, ("JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia"))
    )
)


_PDF_PACKED_OBJECTS = re.compile(_pdf_name("ObjStm"))


def is_pdf(whole: bytes) -> bool:
    """Whether it begins and ends as a PDF; `Refusal` where it acts by itself."""
    if not whole.startswith(b"%PDF-") or b"%%EOF" not in whole[-2048:]:
        return False
    if _PDF_ACTIONS.search(whole) or _has_packed_actions(whole):
        raise Refusal(
            _(
                "This PDF carries a program or another file inside. Print it into a new PDF, and "
                "choose that one."
            )
        )
    return True


def _has_packed_actions(whole: bytes) -> bool:
    left = MAX_UNPACKED_PDF
    for count, found in enumerate(_PDF_STREAM.finditer(whole)):
        if left <= 0 or count > MAX_PDF_STREAMS:
            raise Refusal(
                _("This file would swell to a dangerous size when opened. Save it as a new PDF.")
            )
        if _holds_objects(whole[max(0, found.start() - _PDF_BEFORE) : found.start()]):
            unpacked = _inflate_stream(whole, found.end(), at_most=left)
            left -= len(unpacked)
            if _PDF_ACTIONS.search(unpacked):
                return True
    return False


def _holds_objects(before: bytes) -> bool:
    """Whether what stands before a stream, since the object began, says that it packs objects."""
    return _PDF_PACKED_OBJECTS.search(before.rpartition(b"obj")[2]) is not None


def _inflate_stream(whole: bytes, start: int, *, at_most: int) -> bytes:
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


# Pictures

IMAGE_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
# A telephone of 50 million points is common; one of 200 sends 12 unless it is told otherwise.
MAX_PIXELS = 52_000_000
MAX_SIDE = 16_000
# All that Pillow says of a picture that was cut, changed or made to harm.
_BROKEN_IMAGE_ERRORS = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError,
    MemoryError, ZeroDivisionError, AttributeError, AssertionError, NotImplementedError,
    struct.error, zlib.error,
)  # fmt: skip


def reencode_image(whole: bytes, kind: str) -> bytes:
    """The same picture and nothing else; only what one sees of it is kept."""
    form = IMAGE_FORMATS[kind]
    try:
        with Image.open(io.BytesIO(whole), formats=[form]) as picture:
            _require_size(picture.width, picture.height)  # before a single point is drawn
            seen = ImageOps.exif_transpose(picture)
            bare = Image.new(seen.mode, seen.size)
            if seen.palette:
                bare.putpalette(seen.palette)
            bare.paste(seen)
        return _encoded_image(bare, form)
    except Image.DecompressionBombError as bomb:
        raise Refusal(too_many_pixels()) from bomb
    except _BROKEN_IMAGE_ERRORS as fault:
        raise Refusal(
            _("This picture does not open. Save it again, and choose it again.")
        ) from fault


def _require_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise Refusal(too_many_pixels())


def too_many_pixels() -> str:
    return _("This picture has too many points. Make it smaller.")


def _encoded_image(bare: Image.Image, form: str) -> bytes:
    drawn = io.BytesIO()
    how = {"optimize": False} if form == "PNG" else {"quality": 88}
    bare.save(drawn, form, **how)
    return drawn.getvalue()


# Recordings

RECORDING_TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".amr": "audio/amr",
    ".mp4": "video/mp4",
    ".mov": "video/quicktime",
    ".3gp": "video/3gpp",
    ".webm": "video/webm",
}
# Where in the file the signature of its type stands: the libraries have many names for these.
_RECORDING_SIGNATURES = {
    "audio/mpeg": ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2")),
    "audio/mp4": ((4, b"ftyp"),),
    "audio/aac": ((0, b"\xff\xf1"), (0, b"\xff\xf9")),
    "audio/ogg": ((0, b"OggS"),),
    "audio/wav": ((8, b"WAVE"),),
    "audio/amr": ((0, b"#!AMR"),),
    "video/mp4": ((4, b"ftyp"),),
    "video/quicktime": ((4, b"ftyp"), (4, b"moov"), (4, b"mdat"), (4, b"wide")),
    "video/3gpp": ((4, b"ftyp"),),
    "video/webm": ((0, b"\x1a\x45\xdf\xa3"),),
}


def is_recording(kind: str, whole: bytes) -> bool:
    return any(whole[at:].startswith(sign) for at, sign in _RECORDING_SIGNATURES[kind])


def is_recording_type(declared: str) -> bool:
    """Browsers and telephones have many names for one sort."""
    return declared.startswith(("audio/", "video/"))


# Text and CSV

TEXT, CSV = "text/plain", "text/csv"
TEXT_TYPES = frozenset((TEXT, CSV))
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
# What a browser would take for a page, a picture or a program of its own.
_MARKUP = re.compile(r"\s*(?:<[!?/a-z]|%!PS|#!)", re.IGNORECASE)
# A cell that a spreadsheet would reckon with, or that starts a program (=HYPERLINK, +cmd|'/C …').
_FORMULA = re.compile(r"""(?:^|[,;\t])[ ]*"?[ ]*(?:=|[+\-@][^,;\t\r\n]*\|)""", re.MULTILINE)


def is_text(kind: str, whole: bytes) -> bool:
    text = _decode_text(whole)
    if text is None or _CONTROL_CHARACTERS.search(text) or _MARKUP.match(text.lstrip("\ufeff")):
        return False
    if kind == CSV and _FORMULA.search(text):
        raise Refusal(
            _("This table has cells with formulas. Save it with values only, or as PDF.")
        )
    return True


def _decode_text(whole: bytes) -> str | None:
    """The text, or nothing where it is none; old encodings hold all letters, in another order."""
    try:
        if encoding := _BYTE_ORDER_MARKS.get(whole[:2]):
            return whole[2:].decode(encoding)
        return whole.decode()
    except UnicodeDecodeError:
        return whole.decode("latin-1") if whole[:2] not in _BYTE_ORDER_MARKS else None
