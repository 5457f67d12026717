"""What a telephone posts: the record and its files, whole or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.translation import gettext as _

from amparo.foundation.core.files.downloads import tidy
from amparo.foundation.core.files.uploads import upload_was_too_large

from ..xforms import Limits

RECORD, INCOMPLETE = "xml_submission_file", "*isIncomplete*"
# A closing boundary is no longer: two dashes, at most 200 signs, two dashes, a line's end.
_TAIL = 220


class Broken(Exception):  # noqa: N818 - an answer about what was sent
    """It cannot be taken as it came; the words are for who holds the telephone."""

    def __init__(self, words: str, status: int):
        super().__init__(words)
        self.status = status


@dataclass(frozen=True)
class Post:
    raw: bytes = field(repr=False)
    files: tuple[UploadedFile, ...] = field(repr=False)
    goes_on: bool  # more files follow in another post

    def attached(self) -> Iterator[tuple[str, str, BinaryIO]]:
        for file in self.files:
            yield tidy(file.name or ""), file.content_type or "", cast(BinaryIO, file.file)


def read(request: HttpRequest) -> Post:
    """The post, in which nothing was lost on the way; else `Broken`."""
    told = _Whole(request)
    try:
        handlers = request.upload_handlers
        fields, files = MultiPartParser(request.META, cast(Any, told), handlers, "utf-8").parse()
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        raise _too_large() from None
    except (MultiPartParserError, ValueError, UnicodeError, LookupError):
        raise _cut() from None
    if upload_was_too_large(request):
        raise _too_large()
    if not told.is_whole:
        raise _cut()
    return Post(_record(fields, files), _beside(files), fields.get(INCOMPLETE) == "yes")


def _record(fields, files) -> bytes:
    """The record, sent as a file or, by some, as a field."""
    most = Limits().record_bytes
    if found := files.get(RECORD):
        if found.size > most:
            raise _too_large()
        return found.read()
    if words := fields.get(RECORD):
        return words.encode("utf-8", "surrogatepass")
    raise Broken(_("This post holds no answers: they are missed under xml_submission_file."), 400)


def _beside(files) -> tuple[UploadedFile, ...]:
    return tuple(
        each for name in files if name != RECORD for each in files.getlist(name) if each.size
    )


class _Whole:
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


def _too_large() -> Broken:
    return Broken(_("This is larger than we take here."), 413)


def _cut() -> Broken:
    return Broken(_("Only a part of it arrived. Send it again."), 400)
