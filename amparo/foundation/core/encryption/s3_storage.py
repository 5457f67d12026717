"""The store of encrypted files in an S3 bucket, read in pieces."""

import io
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, cast

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from django.utils.translation import gettext as _
from storages.backends.s3 import S3Storage

from ..refusals import TemporarilyUnavailable

_log = logging.getLogger(__name__)
PART = 8 * 1024 * 1024


class S3EncryptedStorage(S3Storage):
    """Stores encrypted files in a bucket. When `save` returns, the bucket has confirmed
    all of it.
    """

    def __init__(self, **settings):
        # One part at a time: what is kept in memory does not grow with the file.
        settings.setdefault(
            "transfer_config",
            TransferConfig(multipart_threshold=PART, multipart_chunksize=PART, use_threads=False),
        )
        super().__init__(file_overwrite=True, querystring_auth=True, **settings)

    def kept(self) -> Iterator[tuple[str, datetime]]:
        prefix = f"{self.location}/" if self.location else ""
        for each in self.bucket.objects.filter(Prefix=prefix):
            yield each.key, each.last_modified

    def _save(self, name: str, content: File) -> str:
        with _reached():
            return super()._save(name, content)

    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            raise ValueError("What is in the bucket is read, and written only as a whole.")
        there = _Ranged(self.bucket.Object(self._normalize_name(name)))
        return File(cast(IO[bytes], there), name)


class _Ranged(io.RawIOBase):
    """A bucket object that fetches only the bytes that are read."""

    def __init__(self, there):
        self._there = there
        self._at = 0
        with _reached():
            self._size = there.content_length

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = base + offset
        return self._at

    def readinto(self, buffer) -> int:
        end = min(self._at + len(buffer), self._size)
        if self._at >= end:
            return 0
        with _reached():
            answer = self._there.get(Range=f"bytes={self._at}-{end - 1}")
            piece = answer["Body"].read()
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


@contextmanager
def _reached() -> Iterator[None]:
    """Raises TemporarilyUnavailable where the bucket does not answer or refuses us,
    FileNotFoundError for a missing object.
    """
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as fault:
        if isinstance(fault, ClientError) and _status(fault) == 404:
            raise FileNotFoundError("No sealed file has such a name.") from fault
        _log.error("The bucket of papers does not answer: %s", type(fault).__name__)
        raise TemporarilyUnavailable(
            _("Papers are out of reach just now. Try again in a few minutes.")
        ) from fault


def _status(fault: ClientError) -> int:
    return fault.response["ResponseMetadata"]["HTTPStatusCode"]
