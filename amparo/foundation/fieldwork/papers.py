"""What may come into a file, and in which shape it is kept there.

A paper is taken when its name, what the sender says it is and what it really is agree. Pictures
are drawn anew, so that the place and the telephone they were taken with do not come along; the
original is kept only as evidence, where the person agreed to it.
"""

import io
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from django.utils.translation import gettext as _

from amparo.foundation.core.files.downloads import LONGEST, tidy
from amparo.foundation.core.refusals import Refusal

from . import office_files, pdfs, pictures, plain_texts, recordings
from .sniffing import agrees

LIMIT = 20_000_000
KINDS = {
    ".pdf": pdfs.PDF,
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".docx": office_files.DOCX,
    ".xlsx": office_files.XLSX,
    ".odt": office_files.ODT,
    ".ods": office_files.ODS,
    ".txt": plain_texts.TEXT,
    ".csv": plain_texts.CSV,
}
# Browsers that do not know a kind say this; it claims nothing, so it contradicts nothing.
_NO_CLAIM = ("", "application/octet-stream")
# What some systems call a kind that others call otherwise.
_ALSO_CALLED = {
    plain_texts.CSV: ("text/plain", "application/csv", "application/vnd.ms-excel"),
    "image/jpeg": ("image/jpg", "image/pjpeg"),
}
# "letter.exe.pdf" is shown as "letter.exe" where endings are hidden, and not taken for a PDF.
_ACTING = frozenset(
    (
        ".apk", ".bat", ".cmd", ".com", ".dll", ".docm", ".exe", ".hta", ".htm", ".html", ".jar",
        ".js", ".jse", ".lnk", ".msi", ".php", ".ps1", ".py", ".scr", ".sh", ".svg", ".vbe",
        ".vbs", ".wsf", ".xhtml", ".xlsm",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Paper:
    """A paper that was looked at and may be kept."""

    name: str
    kind: str
    size: int
    content: BinaryIO
    is_original: bool = False


def look_at(
    name: str, declared: str, size: int, content: BinaryIO, *, original: bool = False,
    heard: bool = False,
) -> Paper:  # fmt: skip
    """Take a paper in, or say why not and what to do instead; `heard`: recordings may come."""
    if size > LIMIT:
        raise Refusal(too_large())
    name = tidy(name)
    kind = _kind_by_name(name, KINDS | recordings.KINDS if heard else KINDS)
    content.seek(0)
    whole = content.read(LIMIT + 1)
    if len(whole) > LIMIT:
        raise Refusal(too_large())
    if not whole:
        raise Refusal(_("This file is empty. Choose it again."))
    if not _may_be_called(kind, declared):
        raise _not_what_it_says()
    return _kept_as(name, kind, whole, original=original)


def _may_be_called(kind: str, declared: str) -> bool:
    if kind in recordings.KINDS.values() and recordings.may_be_called(declared):
        return True
    return declared in (*_NO_CLAIM, kind, *_ALSO_CALLED.get(kind, ()))


def too_large() -> str:
    return _("This file is larger than 20 MB. Send a smaller one, or parts of it.")


def _kept_as(name: str, kind: str, whole: bytes, *, original: bool) -> Paper:
    is_picture = kind in pictures.FORMS
    if is_picture:
        if not agrees(kind, whole):
            raise _not_what_it_says()
        drawn = pictures.drawn_anew(whole, kind)  # the original too must open
        whole = whole if original else drawn
    elif not _is_really(kind, whole):
        raise _not_what_it_says()
    return Paper(name, kind, len(whole), io.BytesIO(whole), is_original=original and is_picture)


def _is_really(kind: str, whole: bytes) -> bool:
    """Whether it is what it says; `Refusal` where it is that and still may not come in."""
    if kind in plain_texts.KINDS:
        return plain_texts.is_text(kind, whole)
    if kind in office_files.PARTS:
        return office_files.is_document(kind, whole)
    if kind in recordings.KINDS.values():
        return recordings.is_recording(kind, whole)
    return agrees(kind, whole) and pdfs.is_pdf(whole)


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
    if not _ACTING.isdisjoint(endings[:-1]):
        raise Refusal(
            _("The name of this file has two endings. Give it another name, and choose it again.")
        )
    if len(name) > LONGEST:
        raise Refusal(_("The name of this file is too long. Shorten it."))
    return kinds[last]


def _not_what_it_says() -> Refusal:
    return Refusal(
        _("This file is not what its name says. Open it, save it again, and choose it again.")
    )
