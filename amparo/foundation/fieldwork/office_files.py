"""Documents and tables of an office: archives, looked through whole before they are kept.

No macros, no other archives or programs inside, nothing that fetches from elsewhere when it is
opened, and nothing that swells: how large it says it is and how large it is are both counted.
"""

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from amparo.foundation.core.refusals import Refusal

from .archives import Archive
from .problems import BOMB, LOCKED, Unreadable

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
# What each must hold to be one.
PARTS = {
    DOCX: "word/document.xml", XLSX: "xl/workbook.xml", ODT: "content.xml", ODS: "content.xml",
}  # fmt: skip
LARGEST = 256 * 1024 * 1024
LARGEST_PART = 64 * 1024 * 1024
_ACTING_PARTS = re.compile(
    r"vbaproject|vbadata|macrosheets/|activex|oleobject|(?:^|/)basic/|(?:^|/)scripts/"
)
# Archives, programs and documents of the old kind, by how they begin.
_INSIDE = (
    b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ",
    b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0",
)  # fmt: skip
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# In an ODT: a script, or something other than a link to follow that lies elsewhere.
_ODF_ACTS = re.compile(
    rb"<script:(?!event-listeners)|<(?!text:a[\s>]|draw:a[\s>])[\w:.-]{1,80}\s[^<>]{0,4000}?"
    rb"xlink:href=[\"'](?:[a-zA-Z]{2,10}:)?//"
)


def is_document(kind: str, whole: bytes) -> bool:
    """Whether it is the document that it says; `Refusal` where that is not to be opened."""
    if whole.startswith(_OLD):  # how office programs lock a document
        raise Refusal(_locked())
    if not whole.startswith(b"PK\x03\x04"):
        return False
    try:
        archive = Archive(io.BytesIO(whole), largest=LARGEST)
        return _is_kind(kind, archive) and _is_calm(kind, archive)
    except Unreadable as reason:
        if reason.kind is LOCKED:
            raise Refusal(_locked()) from reason
        if reason.kind is BOMB:
            raise Refusal(
                _("This file would swell to a dangerous size when opened. It was not kept.")
            ) from reason
        return False


def _is_kind(kind: str, archive: Archive) -> bool:
    if kind in (ODT, ODS):
        said = archive.whole("mimetype", at_most=200) if "mimetype" in archive else b""
        return PARTS[kind] in archive and said.strip() == kind.encode()
    return PARTS[kind] in archive and "[Content_Types].xml" in archive


def _is_calm(kind: str, archive: Archive) -> bool:
    for name in archive.names():
        if _ACTING_PARTS.search(name) or _begins(archive, name).startswith(_INSIDE):
            raise Refusal(
                _("This document carries programs or other files inside. Save it as PDF.")
            )
    for part in _telling_parts(kind, archive):
        if _reaches_out(kind, archive.whole(part, at_most=LARGEST_PART)):
            raise Refusal(
                _("This document fetches something from elsewhere when opened. Save it as PDF.")
            )
    return True


def _begins(archive: Archive, name: str) -> bytes:
    """How a part begins; all of it is read, so that what is broken or too long is known."""
    head = b""
    for piece in archive.pieces(name):
        head = head or piece[:8]
    return head


def _telling_parts(kind: str, archive: Archive) -> Iterator[str]:
    for name in archive.names():
        if kind in (ODT, ODS):
            if name in ("content.xml", "styles.xml"):
                yield name
        elif name.endswith(".rels") or name == "[content_types].xml":
            yield name


def _reaches_out(kind: str, part: bytes) -> bool:
    if kind in (ODT, ODS):
        return _ODF_ACTS.search(part) is not None
    try:
        elements = list(fromstring(part, forbid_dtd=True).iter())
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return True  # what we cannot read, another program may
    return any(
        (each.get("TargetMode") == "External" and not each.get("Type", "").endswith("/hyperlink"))
        or "macroEnabled" in each.get("ContentType", "")
        for each in elements
    )


def _locked() -> str:
    return _("This document is locked with a password. Take it off, save it, and choose it again.")
