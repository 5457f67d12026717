"""OpenRosa messages: XML responses, and the multipart post of a submission.

OpenRosa 1.0: Request, Form Discovery, Form Submission; ODK Entities for lists that change.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, BinaryIO, cast

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.http import http_date
from django.utils.translation import gettext as _
from lxml import etree

from amparo.foundation.core.files.downloads import tidy
from amparo.foundation.core.files.uploads import upload_was_too_large
from amparo_xforms import Limits

LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
RESPONSE = "http://openrosa.org/http/response"
XML = "text/xml; charset=utf-8"
# Larger posts are taken too; a telephone divides what it can, so that a bad line loses less.
MAX_CONTENT_LENGTH = 10_000_000


@dataclass(frozen=True, slots=True)
class ListedForm:
    """A form that may be filled."""

    code: str
    name: str
    version: str
    seal: str
    address: str
    manifest: str = ""


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file that a form needs beside it."""

    name: str
    seal: str
    address: str
    # Of a list that changes: where to ask which of its lines are gone.
    integrity: str = field(default="")


def form_list_response(forms: Iterable[ListedForm]) -> HttpResponse:
    root = etree.Element(f"{{{LIST}}}xforms", nsmap={None: LIST})
    for each in forms:
        xform = _add_element(root, LIST, "xform")
        said = {
            "formID": each.code, "name": each.name, "version": each.version, "hash": each.seal,
            "downloadUrl": each.address, "manifestUrl": each.manifest,
        }  # fmt: skip
        for tag, words in said.items():
            if words:
                _add_element(xform, LIST, tag, words)
    return _response(root)


def manifest_response(files: Iterable[ListedFile]) -> HttpResponse:
    root = etree.Element(f"{{{MANIFEST}}}manifest", nsmap={None: MANIFEST})
    for each in files:
        # An attribute, not an element: else the list would be taken for a picture.
        kind = {"type": "entityList"} if each.integrity else {}
        media = etree.SubElement(root, f"{{{MANIFEST}}}mediaFile", kind)
        _add_element(media, MANIFEST, "filename", each.name)
        _add_element(media, MANIFEST, "hash", each.seal)
        _add_element(media, MANIFEST, "downloadUrl", each.address)
        if each.integrity:
            _add_element(media, MANIFEST, "integrityUrl", each.integrity)
    return _response(root)


def integrity_response(deleted: dict[str, bool]) -> HttpResponse:
    """Which lines of a list are gone: a telephone that kept one lets go of it."""
    root = etree.Element("data")
    entities = etree.SubElement(root, "entities")
    for ref, is_gone in deleted.items():
        entity = etree.SubElement(entities, "entity", {"id": ref})
        etree.SubElement(entity, "deleted").text = "true" if is_gone else "false"
    return _response(root)


def openrosa_message(words: str, status: int) -> HttpResponse:
    """A sentence for who holds the telephone, which shows it as it is."""
    root = etree.Element(f"{{{RESPONSE}}}OpenRosaResponse", nsmap={None: RESPONSE})
    _add_element(root, RESPONSE, "message", words).set("nature", _nature(status))
    return _response(root, status)


def with_protocol_headers(response: HttpResponse) -> HttpResponse:
    """What every answer says, whichever it is."""
    response["X-OpenRosa-Version"] = "1.0"
    response["X-OpenRosa-Accept-Content-Length"] = str(MAX_CONTENT_LENGTH)
    response["Date"] = http_date(datetime.now(UTC).timestamp())
    return response


def is_openrosa_response(response: HttpResponse) -> bool:
    return "X-OpenRosa-Version" in response.headers


def _nature(status: int) -> str:
    return {201: "submit_success", 202: "submit_success"}.get(status, "error")


def _add_element(parent: etree._Element, space: str, tag: str, words: str = "") -> etree._Element:
    element = etree.SubElement(parent, f"{{{space}}}{tag}")
    element.text = words or None
    return element


def _response(root: etree._Element, status: int = 200) -> HttpResponse:
    written = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return with_protocol_headers(HttpResponse(written, status=status, content_type=XML))


# The post of a submission: record and files, whole or not at all

RECORD, INCOMPLETE = "xml_submission_file", "*isIncomplete*"
# A closing boundary is no longer: two dashes, at most 200 signs, two dashes, a line's end.
_TAIL = 220


class InvalidPost(Exception):  # noqa: N818 - an answer about what was sent
    """It cannot be taken as it came; the words are for who holds the telephone."""

    def __init__(self, words: str, status: int):
        super().__init__(words)
        self.status = status


@dataclass(frozen=True)
class MultipartSubmission:
    raw: bytes = field(repr=False)
    files: tuple[UploadedFile, ...] = field(repr=False)
    goes_on: bool  # more files follow in another post

    def attached(self) -> Iterator[tuple[str, str, BinaryIO]]:
        for file in self.files:
            yield tidy(file.name or ""), file.content_type or "", cast(BinaryIO, file.file)


def parse_submission(request: HttpRequest) -> MultipartSubmission:
    """The post, in which nothing was lost on the way; else `InvalidPost`."""
    told = _CheckedStream(request)
    try:
        handlers = request.upload_handlers
        fields, files = MultiPartParser(request.META, cast(Any, told), handlers, "utf-8").parse()
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        raise _too_large() from None
    except (MultiPartParserError, ValueError, UnicodeError, LookupError):
        raise _truncated() from None
    if upload_was_too_large(request):
        raise _too_large()
    if not told.is_whole:
        raise _truncated()
    return MultipartSubmission(
        _record(fields, files), _attached_files(files), fields.get(INCOMPLETE) == "yes"
    )


def _record(fields, files) -> bytes:
    """The record, sent as a file or, by some, as a field."""
    most = Limits().record_bytes
    if found := files.get(RECORD):
        if found.size > most:
            raise _too_large()
        return found.read()
    if words := fields.get(RECORD):
        return words.encode("utf-8", "surrogatepass")
    raise InvalidPost(
        _("This post holds no answers: they are missed under xml_submission_file."), 400
    )


def _attached_files(files) -> tuple[UploadedFile, ...]:
    return tuple(
        each for name in files if name != RECORD for each in files.getlist(name) if each.size
    )


class _CheckedStream:
    """What arrives, and whether its end was among it: a line that breaks cuts a photo unseen."""

    def __init__(self, request: HttpRequest):
        self._request = request
        boundary = request.content_params.get("boundary", "") if request.content_params else ""
        self._end = f"--{boundary}--".encode()
        self._tail = b""

    def read(self, size: int = -1) -> bytes:
        piece = self._request.read(size)
        self._tail = (self._tail + piece)[-_TAIL:]
        return piece

    @property
    def is_whole(self) -> bool:
        return self._tail.rstrip(b"\r\n \t").endswith(self._end)


def _too_large() -> InvalidPost:
    return InvalidPost(_("This is larger than we take here."), 413)


def _truncated() -> InvalidPost:
    return InvalidPost(_("Only a part of it arrived. Send it again."), 400)
