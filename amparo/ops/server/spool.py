"""Bytes between a slow line and a view: few in memory, more of them encrypted on disk."""

import io
import os
import secrets
import tempfile
import threading
from collections import deque
from typing import IO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

IN_MEMORY = 256 * 1024
PIECE = 64 * 1024


class SpoolClosed(Exception):  # noqa: N818 - it tells a writer to stop
    """Nobody takes what is written any more."""


class Spool:
    """A queue of bytes, written by one thread and taken by another; neither waits for the other.

    What exceeds `IN_MEMORY` goes to a nameless temporary file under a key that only this process
    has: whatever ends the process, what is left on the disk opens for nobody.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting = bytearray()
        self._pieces: deque[bytes | tuple[int, int, int]] = deque()
        self._in_memory = 0
        self._disk: IO[bytes] | None = None
        self._end, self._index = 0, 0
        self._finished = self._closed = False

    def write(self, data: bytes) -> None:
        """Add bytes. Raises `SpoolClosed` after `close`, `OSError` where the disk is full."""
        with self._lock:
            if self._closed:
                raise SpoolClosed
            self._waiting += data
            while len(self._waiting) >= PIECE:
                self._lay(bytes(self._waiting[:PIECE]))
                del self._waiting[:PIECE]

    def finish(self) -> None:
        """Say that nothing more comes."""
        with self._lock:
            self._finished = True

    def take(self) -> bytes | None:
        """The next bytes; empty where none are there yet, None after the last."""
        with self._lock:
            if self._closed:
                return None
            if self._pieces:
                return self._lift(self._pieces.popleft())
            if self._waiting:
                data = bytes(self._waiting)
                self._waiting.clear()
                return data
            return None if self._finished else b""

    @property
    def is_at_end(self) -> bool:
        """Whether all was written and taken."""
        with self._lock:
            return self._finished and not self._pieces and not self._waiting

    @property
    def holds_a_piece(self) -> bool:
        """Whether so much waits that it is worth being sent."""
        return bool(self._pieces)

    def close(self) -> None:
        """Forget what is left. Harmless when done twice."""
        with self._lock:
            self._closed = True
            self._pieces.clear()
            self._waiting.clear()
            if self._disk is not None:
                self._disk.close()
                self._disk = None

    def _lay(self, piece: bytes) -> None:
        if self._in_memory + len(piece) <= IN_MEMORY:
            self._in_memory += len(piece)
            self._pieces.append(piece)
            return
        if self._disk is None:
            # Nameless from the start: the system forgets it when this process ends.
            self._disk = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed in `close`
            self._cipher = AESGCM(secrets.token_bytes(32))
        sealed = self._cipher.encrypt(self._index.to_bytes(12, "big"), piece, None)
        _write_at(self._disk.fileno(), sealed, self._end)
        self._pieces.append((self._end, len(sealed), self._index))
        self._end += len(sealed)
        self._index += 1

    def _lift(self, piece: bytes | tuple[int, int, int]) -> bytes:
        if isinstance(piece, bytes):
            self._in_memory -= len(piece)
            return piece
        start, length, index = piece
        assert self._disk is not None  # noqa: S101 - it was laid there
        sealed = os.pread(self._disk.fileno(), length, start)
        return self._cipher.decrypt(index.to_bytes(12, "big"), sealed, None)


class SpoolReader(io.RawIOBase):
    """What a finished spool holds, as a page reads what was sent to it (`wsgi.input`)."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        if not self._left:
            self._left = memoryview(self._spool.take() or b"")
        length = min(len(buffer), len(self._left))
        buffer[:length] = self._left[:length]
        self._left = self._left[length:]
        return length

    def close(self) -> None:
        self._spool.close()
        super().close()


def _write_at(descriptor: int, data: bytes, start: int) -> None:
    view = memoryview(data)
    while view:
        written = os.pwrite(descriptor, view, start)
        view, start = view[written:], start + written
