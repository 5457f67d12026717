"""A virus scanner for tests: it speaks clamd's words on a real socket, and knows one virus."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LARGEST = 30 * 1024 * 1024


class _Talk(socketserver.StreamRequestHandler):
    def handle(self):
        command = self._word()
        if command == b"zPING":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM":
            self.wfile.write(self._look(self._stream()) + b"\0")
        else:
            self.wfile.write(b"UNKNOWN COMMAND\0")

    def _word(self) -> bytes:
        said = bytearray()
        while (one := self.rfile.read(1)) not in (b"", b"\0"):
            said += one
        return bytes(said)

    def _stream(self) -> bytes:
        sent = bytearray()
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            sent += self.rfile.read(size)
            self.server.pieces += 1
        return bytes(sent)

    def _look(self, sent: bytes) -> bytes:
        if self.server.answer:
            return self.server.answer
        if len(sent) > LARGEST:
            return b"INSTREAM size limit exceeded. ERROR"
        return b"stream: Eicar-Test-Signature FOUND" if EICAR in sent else b"stream: OK"


class _Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def clamd(path: Path | None = None, answer: bytes = b"") -> Iterator:
    """One that listens; `where` is what `AMPARO_CLAMD` would say."""
    server = _Unix(str(path), _Talk) if path else _Tcp(("127.0.0.1", 0), _Talk)
    server.answer, server.pieces = answer, 0
    server.where = f"unix:{path}" if path else f"tcp:127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
