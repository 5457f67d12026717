"""What may come into a file, and in which shape it is kept there.

A paper is taken when its name, what the sender says it is and what it really is agree. Pictures
are drawn anew, so that the place and the telephone they were taken with do not come along.
"""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

import puremagic
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from amparo.foundation.trust.refusals import Refusal

LIMIT = 20 * 1024 * 1024
MOST_PIXELS = 64_000_000
_ODT = "application/vnd.oasis.opendocument.text"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".docx": _DOCX,
    ".odt": _ODT,
    ".txt": "text/plain",
}
_PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
# What an office document must hold to be one, and what would make it act by itself.
_PARTS = {_DOCX: "word/document.xml", _ODT: "content.xml"}
_ACTS = ("vbaproject.bin", "basic/", "scripts/")
_PAGES = {"text/html", "application/xhtml+xml", "image/svg+xml"}
# Browsers that do not know a kind say this; it claims nothing, so it contradicts nothing.
_NO_CLAIM = ("", "application/octet-stream")


@dataclass(frozen=True)
class Paper:
    """A paper that was looked at and may be kept."""

    name: str
    kind: str
    size: int
    content: BinaryIO


def look_at(name: str, declared: str, size: int, content: BinaryIO) -> Paper:
    """Take a paper in, or say why not and what to do instead."""
    if size > LIMIT:
        raise Refusal(_("This file is larger than 20 MB. Send a smaller one, or parts of it."))
    if not size:
        raise Refusal(_("This file is empty. Choose it again."))
    kind = _kind_by_name(name)
    content.seek(0)
    whole = content.read(LIMIT + 1)
    if declared not in (*_NO_CLAIM, kind) or not _is_really(kind, whole):
        raise Refusal(
            _("This file is not what its name says. Open it, save it again, and choose it again.")
        )
    if kind in _PICTURES:
        whole = _drawn_anew(whole, _PICTURES[kind])
    return Paper(PurePath(name).name[-200:], kind, len(whole), io.BytesIO(whole))


def _kind_by_name(name: str) -> str:
    ending = PurePath(name).suffix.lower()
    if ending in (".heic", ".heif"):
        raise Refusal(_("This picture has a form that we cannot check. Save it as JPEG."))
    if ending not in KINDS:
        raise Refusal(_("Choose a PDF, a picture (JPEG, PNG, WebP), a DOCX, an ODT or a text."))
    return KINDS[ending]


def _is_really(kind: str, whole: bytes) -> bool:
    if kind == "text/plain":
        return _is_text(whole)
    if kind in _PARTS:
        return _is_document(kind, whole)
    return kind in {match.mime_type for match in puremagic.magic_string(whole)}


def _is_text(whole: bytes) -> bool:
    """Words alone: no signs that steer a machine, nothing that a browser would take for a page."""
    is_page = not _PAGES.isdisjoint(match.mime_type for match in puremagic.magic_string(whole))
    has_orders = any(byte < 32 and byte not in b"\t\n\f\r" for byte in whole[:65_536])
    return not is_page and not has_orders


def _is_document(kind: str, whole: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(whole)) as parts:
            names = {name.lower() for name in parts.namelist()}
    except zipfile.BadZipFile:
        return False
    acts = any(act in name for name in names for act in _ACTS)
    return _PARTS[kind] in names and not acts


def _drawn_anew(whole: bytes, form: str) -> bytes:
    """The same picture without what the camera wrote beside it."""
    try:
        with Image.open(io.BytesIO(whole), formats=[form]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refusal(_("This picture has too many points. Make it smaller."))
            seen = ImageOps.exif_transpose(picture)
            bare = Image.new(seen.mode, seen.size)
            if seen.palette:
                bare.putpalette(seen.palette)
            bare.paste(seen)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise Refusal(_("This picture does not open. Save it again, and choose it again.")) from (
            fault
        )
    drawn = io.BytesIO()
    bare.save(drawn, form, **({"quality": 88} if form != "PNG" else {"optimize": False}))
    return drawn.getvalue()
