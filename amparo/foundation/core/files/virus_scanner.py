"""The virus scanner of the house, where it has one: clamd, asked over a socket.

`AMPARO_CLAMD` says where it listens: `unix:/run/clamav/clamd.ctl` or `tcp:localhost:3310`. The
file is sent to it piece by piece (INSTREAM) and never lies in clear on a disk for it.
"""

import re
import socket
import struct
from typing import BinaryIO

from django.conf import settings

PIECE = 256 * 1024
SILENCE = 60  # seconds without a word, then it counts as down
LONGEST_ANSWER = 4096
_FOUND = re.compile(r"stream: (?P<name>.+) FOUND\Z")


class ScannerDown(Exception):  # noqa: N818 - a state of the house, not an error of ours
    """The scanner did not answer, or not with a verdict: the file goes on waiting."""


def is_on() -> bool:
    return bool(settings.AMPARO_CLAMD)


def scan(content: BinaryIO) -> str:
    """What harmful thing was found, by its name; nothing where it found nothing."""
    try:
        with _connected() as line:
            return _verdict(_ask(line, content))
    except OSError as fault:
        raise ScannerDown(type(fault).__name__) from fault


def is_answering() -> bool:
    """Returns whether the scanner answers, for the doctor."""
    try:
        with _connected() as line:
            line.sendall(b"zPING\0")
            return _answer(line) == "PONG"
    except (OSError, ScannerDown):
        return False


def _connected() -> socket.socket:
    sort, _colon, where = settings.AMPARO_CLAMD.partition(":")
    if sort == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SILENCE)
        line.connect(where)
        return line
    host, _colon, port = where.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SILENCE)


def _ask(line: socket.socket, content: BinaryIO) -> str:
    line.sendall(b"zINSTREAM\0")
    try:
        while piece := content.read(PIECE):
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
    except ConnectionError:
        pass  # it hangs up on what is too large for it, and says so in its answer
    return _answer(line)


def _answer(line: socket.socket) -> str:
    said = bytearray()
    while len(said) < LONGEST_ANSWER and (piece := line.recv(1024)):
        said += piece
        if b"\0" in piece:
            break
    return said.split(b"\0")[0].decode("utf-8", "replace").strip()


def _verdict(said: str) -> str:
    if said == "stream: OK":
        return ""
    if found := _FOUND.match(said):
        return re.sub(r"[^\w.-]", "-", found["name"])[:80]
    raise ScannerDown(said[:80] or "no answer")
