"""What people send us is never in clear on disk, not even while it arrives.

Small files stay in memory. Larger ones go to a nameless temporary file, sealed with a key that
lives in this process alone: whatever kills the process, what is left on the disk opens for nobody.
"""

import io
import secrets
import tempfile
from typing import IO, BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from .sealed_files import Seal, SealedFile, SealedReader, SealedWriter

IN_MEMORY = 2_621_440  # 2.5 MB, Django's own measure
DEFAULT_LIMIT = 200 * 1024 * 1024

_TOO_LARGE = "_amparo_upload_too_large"

__all__ = ["SealedFile", "SealedUploadHandler", "was_too_large"]


def was_too_large(request) -> bool:
    """Whether a file of this request was left out because it is larger than the house takes."""
    return getattr(request, _TOO_LARGE, False)


class SealedUploadHandler(FileUploadHandler):
    """The one way in for files, set in `FILE_UPLOAD_HANDLERS`."""

    chunk_size = 256 * 1024

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        self._arriving = _Arriving()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        limit = getattr(settings, "AMPARO_UPLOAD_LIMIT", DEFAULT_LIMIT)
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
    """Bytes on their way in: in memory while few, sealed on disk when many."""

    def __init__(self) -> None:
        self._memory = io.BytesIO()
        self._disk: IO[bytes] | None = None
        self._writer: SealedWriter | None = None

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
        return io.BufferedReader(SealedReader(cast(BinaryIO, self._disk), self._seal))

    def discard(self) -> None:
        self._memory.close()
        if self._disk is not None:
            self._disk.close()

    def _move_to_disk(self) -> None:
        self._seal = Seal(secrets.token_bytes(32), "arriving")
        # Nameless from the start: the system forgets it when this process ends, however it ends.
        self._disk = tempfile.TemporaryFile()  # noqa: SIM115 - closed by its reader
        self._writer = SealedWriter(self._disk, self._seal)
        self._writer.write(self._memory.getvalue())
        self._memory.close()
