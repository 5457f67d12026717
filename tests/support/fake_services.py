"""What stands on other machines in life: webhook receivers, ClamAV, S3, partner systems."""

import json
import os
import socket
import socketserver
import ssl
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.test import Client

from amparo.foundation.core import http_client

RECEIVER_NAME = "hooks.partner.example"


@dataclass
class WebhookReceiver:
    """What it heard (headers and body of each call, and how it was asked), and what it answers,
    one after the other: a status, alone or with a body.
    """

    port: int = 0
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)  # method and path
    answers: list[int | str | tuple[int, bytes]] = field(default_factory=list)  # then 204

    @property
    def address(self) -> str:
        return f"https://{RECEIVER_NAME}:{self.port}/amparo"

    def next_answer(self) -> int | str | tuple[int, bytes]:
        return self.answers.pop(0) if self.answers else 204


class _WebhookHandler(BaseHTTPRequestHandler):
    receiver: WebhookReceiver

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.receiver.heard.append((dict(self.headers), body))
        self.receiver.asked.append((self.command, self.path))
        answer = self.receiver.next_answer()
        if answer == "hangs up":
            return
        answer, said = answer if isinstance(answer, tuple) else (answer, b"")
        self.send_response(200 if answer == "drips" else answer)
        if answer == 302:
            self.send_header("Location", "https://evil.example/")
        self.end_headers()
        self.wfile.write(said)
        while answer == "drips":  # a letter now and then, for ever
            try:
                self.wfile.write(b".")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)

    do_GET = do_PUT = do_POST  # noqa: N815 - the names of the standard library

    def log_message(self, *_):
        pass


@pytest.fixture
def webhook_receiver(tmp_path, settings, monkeypatch) -> Iterator[WebhookReceiver]:
    """It is named in AMPARO_OUTBOUND, and its certificate is believed."""
    from amparo.foundation.core.tests.test_http_client import certificate

    found = WebhookReceiver()
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), type("Handler", (_WebhookHandler,), {"receiver": found})
    )
    server.daemon_threads = True
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    pem = certificate(tmp_path, RECEIVER_NAME)
    secure.load_cert_chain(pem)
    server.socket = secure.wrap_socket(server.socket, server_side=True)
    found.port = server.server_address[1]
    settings.AMPARO_OUTBOUND = [f"{RECEIVER_NAME}:{found.port}", "127.0.0.0/8"]
    settings.AMPARO_CA_FILE = str(pem)
    known = socket.getaddrinfo

    def look(host, port, *how, **more):
        return known("127.0.0.1" if host == RECEIVER_NAME else host, port, *how, **more)

    monkeypatch.setattr(http_client.socket, "getaddrinfo", look)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


# ClamAV: it speaks clamd's words on a real socket, and knows one virus.

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LARGEST_STREAM = 30 * 1024 * 1024


class _ClamdHandler(socketserver.StreamRequestHandler):
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
        if len(sent) > LARGEST_STREAM:
            return b"INSTREAM size limit exceeded. ERROR"
        return b"stream: Eicar-Test-Signature FOUND" if EICAR in sent else b"stream: OK"


class _ClamdTcpServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


class _ClamdUnixServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def clamd(path: Path | None = None, answer: bytes = b"") -> Iterator:
    """One that listens; `where` is what `AMPARO_CLAMD` would say."""
    server = (
        _ClamdUnixServer(str(path), _ClamdHandler)
        if path
        else _ClamdTcpServer(("127.0.0.1", 0), _ClamdHandler)
    )
    server.answer, server.pieces = answer, 0
    server.where = f"unix:{path}" if path else f"tcp:127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


# S3, on this machine and for as long as a test lasts.

S3_KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


@contextmanager
def s3() -> Iterator[str]:
    """Where it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for_s3(port)
        with patch.dict(os.environ, S3_KEYS):
            yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _wait_for_s3(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError


# Partner systems that call us, and Rosa, who was referred to one of them.

PARTNER = "Cruz del Sur"


@dataclass
class PartnerSystem:
    """One system with its token; it calls as no browser does."""

    secret: str
    token: object
    language: str = "en"

    def get(self, path, **more):
        return self._call("get", path, {}, more)

    def post(self, path, said=None, *, key=None, **more):
        headers = {"idempotency-key": str(key or uuid4())}
        more |= {"data": json.dumps(said or {}), "content_type": "application/json"}
        return self._call("post", path, headers, more)

    def _call(self, method, path, headers, more):
        told = {"authorization": f"Bearer {self.secret}", "accept-language": self.language}
        return getattr(Client(), method)(f"/api{path}", headers=told | headers, **more)


@pytest.fixture
def partner(db):
    """The office of an organization that is not ours."""
    from amparo.foundation.core.models import Office, Organization

    refuge = Organization.found(by=None, name=PARTNER, kind="ngo", country="BO")
    return Office.set_up(by=None, organization=refuge, name=PARTNER, country="BO")


@pytest.fixture
def system(partner, administrator):
    """A system of the partner (or of another office) that may do these verbs."""
    from amparo.foundation.core.accounts.api_tokens import permissions_for
    from amparo.foundation.core.models import ApiToken

    def system(*verbs, office=partner):
        verbs = verbs or permissions_for(office.organization)
        token, secret = ApiToken.make(
            "Intake", office=office, permissions=list(verbs), by=administrator
        )
        return PartnerSystem(secret, token)

    return system


@pytest.fixture
def referred_client(partner, case, rosa, caseworker):
    """Rosa said yes, and was referred to the partner."""
    from amparo.foundation.people.models import Consent
    from amparo.foundation.people.models.consents import Choice, ConsentGiven
    from amparo.pillars.assistance.referrals.models import Referral

    def referred(to=partner.organization, **more):
        is_state = to.kind == "government"
        purpose = "share_authorities" if is_state else "share_services"
        kind = "authorities" if is_state else "organization"
        yes = Choice(purpose, True, kind, to)
        Consent.record(rosa, ConsentGiven((yes,), "verbal", "es"), by=caseworker)
        asked = {
            "by": caseworker, "to": to, "people": [rosa], "urgency": "urgent",
            "service_type": "shelter.emergency", "items": ["name", "age", "safe_contact"],
            "text": "A bed for tonight.",
        }  # fmt: skip
        return Referral.send(case, **(asked | more))

    return referred
