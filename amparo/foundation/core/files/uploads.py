"""What people send us: never more than a page takes, and never in clear on disk.

What is too large is refused before it is read. Small files stay in memory. Larger ones go to a
nameless temporary file, sealed with a key that lives in this process alone: whatever kills the
process, what is left on the disk opens for nobody.
"""

import io
import secrets
import tempfile
from collections.abc import Callable
from typing import IO, BinaryIO, cast

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from amparo.ui.formats import size as size_words

from ..encryption.files import ChunkCipher, EncryptedFileReader, EncryptedFileWriter
from ..refusals import Refusal, refusal_page

IN_MEMORY = 2_621_440  # 2.5 MB, Django's own measure
BESIDE = 1024 * 1024  # what else a form says beside its file
MOST = 5  # files of one form, where its page says nothing else

# Where words are written beside a file: one that is too large is left out, and the words stay.
BESIDE_WRITING = 40_000_000

_LIMIT, _AT_MOST = "_amparo_upload_limit", "_amparo_upload_most"
_TOO_LARGE = "_amparo_upload_too_large"
_SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


def accept_uploads[V: Callable](
    up_to: int | None = None, *, most: int = MOST, from_nobody: bool = False,
    beside: int = BESIDE,
) -> Callable[[V], V]:  # fmt: skip
    """Marks a page that takes files, each up to so many bytes; no other page takes any.

    `from_nobody`: also where no colleague is believed to have sent them; the page says to whom.
    `beside`: how many bytes a request may hold besides one such file.
    """

    def mark(view: V) -> V:
        view.takes_files_up_to = up_to or settings.AMPARO_UPLOAD_LIMIT  # type: ignore[attr-defined]
        view.takes_files_at_most = most  # type: ignore[attr-defined]
        view.takes_files_from_nobody = from_nobody  # type: ignore[attr-defined]
        view.takes_beside_files = beside  # type: ignore[attr-defined]
        return view

    return mark


def upload_was_too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was left out because it is larger than the page takes."""
    return getattr(request, _TOO_LARGE, False)


def refuse_too_large(request: HttpRequest) -> HttpResponse | None:
    """Returns the refusal (411, 413) of a request that is too large for its view, before the body
    is read.


    Else notes on the request how large a file may be and how many; nobody's files are read at all.
    """
    if request.method in _SAFE:
        return None
    if request.headers.get("Transfer-Encoding"):
        return _refused(request, _("What you sent does not say how large it is."), 411)
    file_limit, most, beside = _limits(request)
    limit = file_limit or settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if _length(request) > limit + beside:
        words = _("This is larger than the %(size)s that we take here. Send a smaller one.")
        return _refused(request, words % {"size": size_words(limit)}, 413)
    setattr(request, _LIMIT, file_limit)
    setattr(request, _AT_MOST, most)
    return None


def _limits(request: HttpRequest) -> tuple[int, int, int]:
    """How large a file a page takes from this person, how many, how much beside them; or none."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return 0, MOST, BESIDE
    most = getattr(view, "takes_files_at_most", MOST)
    may = request.user.is_authenticated or getattr(view, "takes_files_from_nobody", False)
    if not may:
        return 0, most, BESIDE
    beside = getattr(view, "takes_beside_files", BESIDE)
    return getattr(view, "takes_files_up_to", 0), most, beside


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0  # as the request itself takes it: then nothing of it is read


def _refused(request: HttpRequest, words: str, status: int) -> HttpResponse:
    refusal = Refusal(words)
    refusal.status = status
    return refusal_page(request, refusal)


class EncryptedUploadHandler(FileUploadHandler):
    """Encrypts uploaded bytes before they touch the disk. The only upload handler
    (`FILE_UPLOAD_HANDLERS`).
    """

    chunk_size = 256 * 1024
    _count = 0

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        self._count += 1
        if self._count > getattr(self.request, _AT_MOST, MOST):
            raise TooManyFilesSent
        self._arriving = _Arriving()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        limit = getattr(self.request, _LIMIT, settings.AMPARO_UPLOAD_LIMIT)
        if start + len(raw_data) > limit:
            self._arriving.discard()
            if self.request is not None:
                setattr(self.request, _TOO_LARGE, True)
            raise SkipFile
        self._arriving.take(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        return UploadedFile(
            file=self._arriving.whole(),
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        if hasattr(self, "_arriving"):
            self._arriving.discard()


class _Arriving:
    """Holds uploaded bytes: in memory while they are few, then encrypted on disk."""

    def __init__(self) -> None:
        self._memory = io.BytesIO()
        self._disk: IO[bytes] | None = None
        self._writer: EncryptedFileWriter | None = None

    def take(self, piece: bytes) -> None:
        if self._writer is None and self._memory.tell() + len(piece) > IN_MEMORY:
            self._move_to_disk()
        (self._writer or self._memory).write(piece)

    def whole(self) -> IO[bytes]:
        """All that arrived, to read and seek in."""
        if self._writer is None or self._disk is None:
            self._memory.seek(0)
            return self._memory
        self._writer.finish()
        return io.BufferedReader(EncryptedFileReader(cast(BinaryIO, self._disk), self._seal))

    def discard(self) -> None:
        self._memory.close()
        if self._disk is not None:
            self._disk.close()

    def _move_to_disk(self) -> None:
        self._seal = ChunkCipher(secrets.token_bytes(32), "arriving")
        # Nameless from the start: the system forgets it when this process ends, however it ends.
        self._disk = tempfile.TemporaryFile()  # noqa: SIM115 - closed by its reader
        self._writer = EncryptedFileWriter(self._disk, self._seal)
        self._writer.write(self._memory.getvalue())
        self._memory.close()
