"""Validation of an uploaded file: accepted types, and what is stored of it.

A file is accepted when its name, the declared type and its content agree. Pictures are encoded
anew without metadata, so that place and device are removed; the original is kept only as
evidence, where the person agreed to it.
"""

import io
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

import puremagic
from django.utils.translation import gettext as _

from amparo.foundation.core.files.downloads import LONGEST, tidy
from amparo.foundation.core.refusals import Refusal

from . import file_types

MAX_UPLOAD_BYTES = 20_000_000
ATTACHMENT_TYPES = {
    ".pdf": file_types.PDF,
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".docx": file_types.DOCX,
    ".xlsx": file_types.XLSX,
    ".odt": file_types.ODT,
    ".ods": file_types.ODS,
    ".txt": file_types.TEXT,
    ".csv": file_types.CSV,
}
# Browsers that do not know a kind say this; it claims nothing, so it contradicts nothing.
_NO_CLAIM = ("", "application/octet-stream")
# What some systems call a kind that others call otherwise.
_OTHER_NAMES = {
    file_types.CSV: ("text/plain", "application/csv", "application/vnd.ms-excel"),
    "image/jpeg": ("image/jpg", "image/pjpeg"),
}
# "letter.exe.pdf" is shown as "letter.exe" where endings are hidden, and not taken for a PDF.
_EXECUTABLE_ENDINGS = frozenset(
    (
        ".apk", ".bat", ".cmd", ".com", ".dll", ".docm", ".exe", ".hta", ".htm", ".html", ".jar",
        ".js", ".jse", ".lnk", ".msi", ".php", ".ps1", ".py", ".scr", ".sh", ".svg", ".vbe",
        ".vbs", ".wsf", ".xhtml", ".xlsm",
    )
)  # fmt: skip


@dataclass(frozen=True)
class ValidatedFile:
    """A file that passed validation and may be stored."""

    name: str
    kind: str
    size: int
    content: BinaryIO
    is_original: bool = False


def validate_upload(
    name: str, declared: str, size: int, content: BinaryIO, *, original: bool = False,
    heard: bool = False,
) -> ValidatedFile:  # fmt: skip
    """Returns the file as it may be stored; raises Refusal with what to do instead. `heard` allows
    recordings.
    """
    if size > MAX_UPLOAD_BYTES:
        raise Refusal(too_large_message())
    name = tidy(name)
    kind = _kind_by_name(
        name, ATTACHMENT_TYPES | file_types.RECORDING_TYPES if heard else ATTACHMENT_TYPES
    )
    content.seek(0)
    whole = content.read(MAX_UPLOAD_BYTES + 1)
    if len(whole) > MAX_UPLOAD_BYTES:
        raise Refusal(too_large_message())
    if not whole:
        raise Refusal(_("This file is empty. Choose it again."))
    if not _may_be_declared(kind, declared):
        raise _wrong_type()
    return _normalised(name, kind, whole, original=original)


def _may_be_declared(kind: str, declared: str) -> bool:
    if kind in file_types.RECORDING_TYPES.values() and file_types.is_recording_type(declared):
        return True
    return declared in (*_NO_CLAIM, kind, *_OTHER_NAMES.get(kind, ()))


def too_large_message() -> str:
    return _("This file is larger than 20 MB. Send a smaller one, or parts of it.")


def _normalised(name: str, kind: str, whole: bytes, *, original: bool) -> ValidatedFile:
    is_picture = kind in file_types.IMAGE_FORMATS
    if is_picture:
        if not matches_type(kind, whole):
            raise _wrong_type()
        drawn = file_types.reencode_image(whole, kind)  # the original too must open
        whole = whole if original else drawn
    elif not _has_type(kind, whole):
        raise _wrong_type()
    return ValidatedFile(
        name, kind, len(whole), io.BytesIO(whole), is_original=original and is_picture
    )


def _has_type(kind: str, whole: bytes) -> bool:
    """Returns whether the content is of this type; raises Refusal where it is, and is still not
    accepted.
    """
    if kind in file_types.TEXT_TYPES:
        return file_types.is_text(kind, whole)
    if kind in file_types.MAIN_PARTS:
        return file_types.is_document(kind, whole)
    if kind in file_types.RECORDING_TYPES.values():
        return file_types.is_recording(kind, whole)
    return matches_type(kind, whole) and file_types.is_pdf(whole)


def _kind_by_name(name: str, kinds: dict[str, str]) -> str:
    endings = [each.lower() for each in PurePath(name).suffixes]
    last = endings[-1] if endings else ""
    if last in (".heic", ".heif"):
        raise Refusal(_("This picture has a form that we cannot check. Save it as JPEG."))
    if last in (".doc", ".xls", ".rtf", ".docm", ".xlsm"):
        raise Refusal(_("This kind of document can carry programs. Save it as PDF or DOCX."))
    if last not in kinds:
        raise Refusal(
            _("Choose a PDF, a picture (JPEG, PNG, WebP), a document, a table or a text.")
        )
    if not _EXECUTABLE_ENDINGS.isdisjoint(endings[:-1]):
        raise Refusal(
            _("The name of this file has two endings. Give it another name, and choose it again.")
        )
    if len(name) > LONGEST:
        raise Refusal(_("The name of this file is too long. Shorten it."))
    return kinds[last]


def _wrong_type() -> Refusal:
    return Refusal(
        _("This file is not what its name says. Open it, save it again, and choose it again.")
    )


# Detection of the type by content: by one library, or two where the second is installed. Neither
# is relied on alone: a picture with a page hidden in it is a picture to both.

try:  # Debian: python3-magic
    import magic
except ImportError:
    magic = None


def matches_type(kind: str, whole: bytes) -> bool:
    """Whether every judge takes it for this kind."""
    return kind in _by_pure_magic(whole) and _by_libmagic(whole) in ("", kind)


def _by_pure_magic(whole: bytes) -> set[str]:
    try:
        return {match.mime_type for match in puremagic.magic_string(whole)}
    except puremagic.PureError:
        return set()


def _by_libmagic(whole: bytes) -> str:
    return magic.from_buffer(whole[:65_536], mime=True) if magic else ""
