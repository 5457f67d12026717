"""A partner's machine on this one: it speaks HTTPS, keeps what it hears, answers as it is told."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from amparo.foundation.core import http_client

NAME = "hooks.partner.example"


@dataclass
class Receiver:
    """What it heard (headers and body of each call), and what it answers, one after the other."""

    port: int = 0
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int | str] = field(default_factory=list)  # then 204

    @property
    def address(self) -> str:
        return f"https://{NAME}:{self.port}/amparo"

    def next_answer(self) -> int | str:
        return self.answers.pop(0) if self.answers else 204


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.receiver.heard.append((dict(self.headers), body))
        answer = self.receiver.next_answer()
        if answer == "hangs up":
            return
        self.send_response(200 if answer == "drips" else answer)
        if answer == 302:
            self.send_header("Location", "https://evil.example/")
        self.end_headers()
        while answer == "drips":  # a letter now and then, for ever
            try:
                self.wfile.write(b".")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)

    def log_message(self, *_):
        pass


@pytest.fixture
def receiver(tmp_path, settings, monkeypatch) -> Iterator[Receiver]:
    """It is named in AMPARO_OUTBOUND, and its certificate is believed."""
    from amparo.foundation.core.tests.test_http_client import certificate

    found = Receiver()
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), type("Handler", (_Handler,), {"receiver": found})
    )
    server.daemon_threads = True
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    pem = certificate(tmp_path, NAME)
    secure.load_cert_chain(pem)
    server.socket = secure.wrap_socket(server.socket, server_side=True)
    found.port = server.server_address[1]
    settings.AMPARO_OUTBOUND = [f"{NAME}:{found.port}", "127.0.0.0/8"]
    settings.AMPARO_CA_FILE = str(pem)
    known = socket.getaddrinfo

    def look(host, port, *how, **more):
        return known("127.0.0.1" if host == NAME else host, port, *how, **more)

    monkeypatch.setattr(http_client.socket, "getaddrinfo", look)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()
