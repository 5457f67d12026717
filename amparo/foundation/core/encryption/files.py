"""Encrypted files: stored only encrypted, read back only unchanged.

A file is cut into chunks of 1 MiB, each encrypted with AES-256-GCM under a key of the file, which
is derived from the data key of the owner: erasing the owner's key erases the file. Each chunk is
bound to the file's name, its index, and whether it is the last, so chunks cannot be swapped,
dropped or moved unnoticed. Reads seek freely, one chunk at a time.
"""

import io
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import IO, Any, BinaryIO, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.files import File
from django.core.files.storage import storages

from .values import DecryptedKey, data_key, key_for_owner

CHUNK = 1024 * 1024
TAG = 16
SALT = 16
MARK = b"AMP2"
NUMBER = 8
_NAME = re.compile(r"[0-9a-f]{32}\Z")


class CorruptFileError(Exception):
    """An encrypted file was cut, changed or exchanged; none of the failing chunk is returned."""


class ChunkCipher:
    """Encrypts and decrypts the chunks of one file; a key is used for one file only."""

    def __init__(self, key: bytes, name: str):
        self._cipher = AESGCM(key)
        self._name = name.encode()

    def close(self, chunk: bytes, index: int, *, last: bool) -> bytes:
        return self._cipher.encrypt(_nonce(index), chunk, self._bound_to(index, last))

    def open(self, sealed: bytes, index: int, *, last: bool) -> bytes:
        """Returns the chunk in clear; raises CorruptFileError where it was changed or belongs
        elsewhere.
        """
        try:
            return self._cipher.decrypt(_nonce(index), sealed, self._bound_to(index, last))
        except InvalidTag:
            raise CorruptFileError("A sealed file does not open: it was cut or changed.") from None

    def _bound_to(self, index: int, last: bool) -> bytes:
        return self._name + b"|%d|%d" % (index, last)


def _nonce(index: int) -> bytes:
    # A counter never repeats under one key, and every file has its own key.
    return index.to_bytes(12, "big")


class EncryptedFileReader(io.RawIOBase):
    """Reads an encrypted file as if it were plain: seekable, one chunk in memory.

    Raises CorruptFileError at once where the end is missing, and at each changed chunk.
    """

    def __init__(self, file: BinaryIO, seal: ChunkCipher, *, start: int = 0):
        self._file, self._seal, self._start = file, seal, start
        length = file.seek(0, os.SEEK_END) - start
        self._last = max(0, -(-length // (CHUNK + TAG)) - 1)
        self.size = length - (self._last + 1) * TAG
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")
        if self.size < 0:
            raise CorruptFileError("A sealed file is shorter than its seals.")
        # The last chunk shows whether the file is complete: fail now rather than halfway.
        self._chunk(self._last)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise ValueError("Before the beginning of the file.")
        self._at = base + offset
        return self._at

    def readinto(self, buffer) -> int:
        if self._at >= self.size:
            return 0
        index, within = divmod(self._at, CHUNK)
        piece = memoryview(self._chunk(index))[within : within + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
            self._held = (-1, b"")
        super().close()

    def _chunk(self, index: int) -> bytes:
        if self._held[0] != index:
            self._file.seek(self._start + index * (CHUNK + TAG))
            sealed = self._file.read(CHUNK + TAG)
            self._held = (index, self._seal.open(sealed, index, last=index == self._last))
        return self._held[1]


class EncryptedFileWriter:
    """Encrypts bytes of any length chunk by chunk; `finish` marks the last chunk and must be
    called.
    """

    def __init__(self, file: BinaryIO | io.RawIOBase, seal: ChunkCipher):
        self._file, self._seal = file, seal
        self._waiting = bytearray()
        self._index = 0

    def write(self, piece: bytes) -> None:
        self._waiting += piece
        # One chunk is always kept back: only the end tells which is the last.
        while len(self._waiting) > CHUNK:
            self._lay(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> None:
        self._lay(bytes(self._waiting), last=True)
        self._waiting.clear()
        self._file.flush()

    def _lay(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._seal.close(chunk, self._index, last=last))
        self._index += 1


class EncryptingStream(io.RawIOBase):
    """Encrypts a stream while it is read, so that a store can copy it at its own pace."""

    def __init__(self, head: bytes, stream: BinaryIO, seal: ChunkCipher):
        self._made = bytearray(head)
        self._stream = stream
        self._writer: EncryptedFileWriter | None = EncryptedFileWriter(_Into(self._made), seal)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        while not self._made and self._writer:
            self._seal_more()
        piece = self._made[: len(buffer)]
        buffer[: len(piece)] = piece
        del self._made[: len(piece)]
        return len(piece)

    def _seal_more(self) -> None:
        assert self._writer is not None  # noqa: S101 - asked for by who reads
        if piece := self._stream.read(CHUNK):
            self._writer.write(piece)
        else:
            self._writer.finish()
            self._writer = None


class _Into(io.RawIOBase):
    """Collects what a writer writes until a reader takes it."""

    def __init__(self, made: bytearray):
        self._made = made

    def write(self, piece) -> int:
        self._made += piece
        return len(piece)


class EncryptedFile:
    """The installation's encrypted files in its store (a folder or an S3 bucket), under random
    names.
    """

    @classmethod
    def write(cls, stream: BinaryIO, *, owner: Any) -> str:
        """Stores what `stream` holds, encrypted under the key of `owner`; returns the name of the
        file.

        On return the store holds all of it. The owner is a record, or an object with `ref` and
        `kind` for a file that is not created yet. A caller that fails afterwards leaves an orphan,
        which is deleted after a day.
        """
        name, salt, key = secrets.token_hex(16), secrets.token_bytes(SALT), key_for_owner(owner)
        head = MARK + key.number.to_bytes(NUMBER, "big") + salt
        sealed = EncryptingStream(head, stream, ChunkCipher(_file_key(key, salt), name))
        place = cls.place(name)
        if cls.store().save(place, File(cast(IO[bytes], sealed))) != place:
            raise RuntimeError("The store kept a file under another name than was asked.")
        return name

    @classmethod
    def open(cls, name: str) -> io.BufferedReader:
        """Returns a reader of the file in clear. Raises FileNotFoundError where there is none,
        CorruptFileError where it was changed, DecryptionError where its key is gone.
        """
        file = cls.store().open(cls.place(name))
        try:
            head = file.read(len(MARK) + NUMBER + SALT)
            if len(head) < len(MARK) + NUMBER + SALT or not head.startswith(MARK):
                raise CorruptFileError("This is not a sealed file.")
            number, salt = head[len(MARK) :][:NUMBER], head[len(MARK) + NUMBER :]
            seal = ChunkCipher(_file_key(data_key(int.from_bytes(number, "big")), salt), name)
            return io.BufferedReader(EncryptedFileReader(file, seal, start=len(head)))
        except BaseException:
            file.close()
            raise

    @classmethod
    def delete(cls, name: str) -> None:
        """Deletes the file; does nothing where there is none."""
        with suppress(FileNotFoundError):
            cls.store().delete(cls.place(name))

    @classmethod
    def kept(cls) -> Iterator[tuple[str, datetime]]:
        """Yields name and time of every file in the store."""
        for place, since in cls.store().kept():
            name = place.rpartition("/")[2]
            if _NAME.match(name):
                yield name, since

    @classmethod
    def names(cls) -> Iterator[str]:
        return (name for name, _since in cls.kept())

    @staticmethod
    def store() -> Any:
        return storages["sealed"]

    @staticmethod
    def place(name: str) -> str:
        # Names come back from records and requests: none may lead out of the store.
        if not _NAME.match(name):
            raise FileNotFoundError("No sealed file has such a name.")
        return f"{name[:2]}/{name}"


def _file_key(key: DecryptedKey, salt: bytes) -> bytes:
    """Returns the key of one file, derived from the owner's data key and the file's salt
    (HKDF-SHA256).
    """
    made = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"amparo sealed file")
    return made.derive(key.key)
