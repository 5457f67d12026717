"""Encryption of backups in the age format, so that they open without Amparo too (https://age-encryption.org/v1).

For recipients `pyrage` does it all. Under a passphrase it would hold the whole file in memory, so
there the same format is laid down here, 64 KiB at a time; tests open each with the other.
"""

import base64
import hmac
import io
import os
import secrets
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

CHUNK, TAG, NONCE = 64 * 1024, 16, 16
FIRST_LINE = b"age-encryption.org/v1\n"
# How long a passphrase takes to try, as a power of two: 256 MB and about a second here.
WORK = 18
# Beyond this, opening asks for more memory than an office has: a file made to stop us.
HARDEST = 20


class DoesNotOpen(Exception):  # noqa: N818 - what befell a file, not an error of ours
    """Not an age file, another key, or not as it was written."""


class Reading(io.RawIOBase):
    """What comes piece by piece, as a file to read from."""

    def __init__(self, pieces: Iterable[bytes]):
        self._pieces = iter(pieces)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        taken = min(len(buffer), len(self._left))
        buffer[:taken] = self._left[:taken]
        self._left = self._left[taken:]
        return taken


def seal_to(recipients: list[str], pieces: Iterable[bytes], out: BinaryIO) -> None:
    """Encrypts to recipients: only holders of an identity decrypt it, not this site."""
    known = [pyrage.x25519.Recipient.from_str(each) for each in recipients]
    pyrage.encrypt_io(io.BufferedReader(Reading(pieces), CHUNK), out, known)


def seal_with(
    passphrase: str, pieces: Iterable[bytes], out: BinaryIO, *, work: int = WORK
) -> None:
    """Whoever knows the passphrase opens it."""
    key, nonce = secrets.token_bytes(16), secrets.token_bytes(NONCE)
    out.write(_new_header(key, passphrase, work) + nonce)
    cipher = ChaCha20Poly1305(_derive(key, b"payload", nonce))
    for index, chunk, is_last in _marked(_of_size(Reading(pieces), CHUNK)):
        out.write(cipher.encrypt(_counter(index, is_last), chunk, None))


@contextmanager
def opened(file: BinaryIO, *, identities: list[str], passphrase: str) -> Iterator[BinaryIO]:
    """What a sealed copy holds, to be read once from its beginning to its end."""
    header = _header(file)
    if b"\n-> scrypt " in header:
        yield io.BufferedReader(Reading(_with_passphrase(header, file, passphrase)), CHUNK)
        return
    if not identities:
        raise DoesNotOpen("This copy was sealed to a key: give its identity file (--identity).")
    file.seek(0)
    with _with_identity(file, identities) as clear:
        yield clear


def _with_passphrase(header: bytes, file: BinaryIO, passphrase: str) -> Iterator[bytes]:
    if not passphrase:
        raise DoesNotOpen("This copy was sealed with a passphrase: give it (--passphrase-file).")
    key = _file_key(header, passphrase)
    _check(header, key)
    cipher = ChaCha20Poly1305(_derive(key, b"payload", file.read(NONCE)))
    for index, chunk, is_last in _marked(_of_size(file, CHUNK + TAG)):
        try:
            yield cipher.decrypt(_counter(index, is_last), chunk, None)
        except InvalidTag:
            raise DoesNotOpen("This copy was cut or changed.") from None


@contextmanager
def _with_identity(file: BinaryIO, identities: list[str]) -> Iterator[BinaryIO]:
    """`pyrage` pushes and we want to pull: a pipe between two threads, and nothing on disk."""
    keys = [pyrage.x25519.Identity.from_str(each) for each in identities]
    reading, writing = os.pipe()
    failed: list[Exception] = []

    def open_it() -> None:
        try:
            with os.fdopen(writing, "wb") as pipe:
                pyrage.decrypt_io(file, pipe, keys)
        except (pyrage.DecryptError, OSError) as error:
            failed.append(error)

    thread = threading.Thread(target=open_it, name="amparo-open-copy", daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as pipe:
            yield _Checked(pipe, thread, failed)  # type: ignore[misc]
    finally:
        thread.join()  # who stopped reading closed the pipe, and so it stops writing


class _Checked(io.RawIOBase):
    """The pipe's end, which tells a copy that ends from one that was cut or does not open."""

    def __init__(self, pipe: BinaryIO, thread: threading.Thread, failed: list[Exception]):
        self._pipe, self._thread, self._failed = pipe, thread, failed

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece = self._pipe.read(size)
        if not piece or (size > 0 and len(piece) < size):
            self._thread.join()
            if self._failed:
                raise DoesNotOpen("This copy does not open: another key, or it was changed.")
        return piece


def _header(file: BinaryIO) -> bytes:
    header = file.readline(200)
    if header != FIRST_LINE:
        raise DoesNotOpen("This is not a sealed copy.")
    while not header.rsplit(b"\n", 2)[-2].startswith(b"---"):
        line = file.readline(200)
        if not line.endswith(b"\n") or len(header) > 64 * 1024:
            raise DoesNotOpen("This is not a sealed copy.")
        header += line
    return header


def _new_header(key: bytes, passphrase: str, work: int) -> bytes:
    salt = secrets.token_bytes(16)
    wrapped = _wrapping(passphrase, salt, work).encrypt(bytes(12), key, None)
    said = FIRST_LINE + b"-> scrypt %b %d\n%b\n---" % (_text(salt), work, _text(wrapped))
    return said + b" " + _text(_mac(said, key)) + b"\n"


def _file_key(header: bytes, passphrase: str) -> bytes:
    stanza, body = header.splitlines()[1:3]
    _, _, salt, work = stanza.split()
    if int(work) > HARDEST:
        raise DoesNotOpen("Opening this copy would take more memory than it should.")
    try:
        return _wrapping(passphrase, _bytes(salt), int(work)).decrypt(
            bytes(12), _bytes(body), None
        )
    except InvalidTag:
        raise DoesNotOpen("This is not the passphrase of this copy.") from None


def _check(header: bytes, key: bytes) -> None:
    said, mac = header.rstrip(b"\n").rsplit(b" ", 1)
    if not hmac.compare_digest(_mac(said, key), _bytes(mac)):
        raise DoesNotOpen("The head of this copy was changed.")


def _wrapping(passphrase: str, salt: bytes, work: int) -> ChaCha20Poly1305:
    salt = b"age-encryption.org/v1/scrypt" + salt
    scrypt = Scrypt(salt=salt, length=32, n=2**work, r=8, p=1)
    return ChaCha20Poly1305(scrypt.derive(passphrase.encode()))


def _mac(said: bytes, key: bytes) -> bytes:
    return hmac.digest(_derive(key, b"header", b""), said, "sha256")


def _derive(key: bytes, purpose: bytes, salt: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose).derive(key)


def _bytes(unpadded: bytes) -> bytes:
    return base64.b64decode(unpadded + b"=" * (-len(unpadded) % 4))


def _text(plain: bytes) -> bytes:
    return base64.b64encode(plain).rstrip(b"=")


def _counter(index: int, is_last: bool) -> bytes:
    return index.to_bytes(11, "big") + bytes([is_last])


def _of_size(file: BinaryIO | io.RawIOBase, size: int) -> Iterator[bytes]:
    buffered = io.BufferedReader(file, size) if isinstance(file, Reading) else file
    while chunk := buffered.read(size):
        yield chunk


def _marked(chunks: Iterator[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """Each with its place, and whether it is the last: what was cut off is noticed."""
    index, held = 0, next(chunks, b"")
    for chunk in chunks:
        yield index, held, False
        index, held = index + 1, chunk
    yield index, held, True
