"""Other machines are asked only where the house was told to, and when they prove themselves."""

import socket
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from amparo.foundation.core import http_client
from amparo.foundation.core.audit import blocks, integrity, log
from amparo.foundation.core.audit.witnesses import publish_head
from amparo.foundation.core.http_client import (
    HostNotAllowed,
    HostUnreachable,
    is_allowed_host,
    send,
)

NAME = "witness.example.org"


def certificate(folder, name=NAME, days=1):
    """A certificate that vouches for itself: who is told to trust it may."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=3))
        .not_valid_after(today + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.{days}.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


class Witness(BaseHTTPRequestHandler):
    heard: list[tuple[str, bytes]] = []

    def do_POST(self):
        size = int(self.headers.get("Content-Length") or 0)
        self.heard.append((self.headers["Host"], self.rfile.read(size)))
        if self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "https://evil.example/")
            self.end_headers()
            return
        self.send_response(409 if self.path == "/holds-another" else 201)
        self.end_headers()
        self.wfile.write(b"x" * (http_client.MOST_BYTES + 5) if self.path == "/much" else b"kept")

    def log_message(self, *_):
        pass


@contextmanager
def standing(pem):
    server = HTTPServer(("127.0.0.1", 0), Witness)
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(pem)
    server.socket = secure.wrap_socket(server.socket, server_side=True)
    hand = threading.Thread(target=server.serve_forever, daemon=True)
    hand.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture
def looked_up(monkeypatch):
    """What names lead to; and how often each was asked for."""
    asked, known = [], socket.getaddrinfo

    def looked_up(*answers):
        def look(host, port, *how, **more):
            if host[0].isdigit():  # an address already: nothing to look up
                return known(host, port, *how, **more)
            asked.append(host)
            address = answers[min(len(asked), len(answers)) - 1]
            family = socket.AF_INET6 if ip_address(address).version == 6 else socket.AF_INET
            return [(family, socket.SOCK_STREAM, 6, "", (address, port))]

        asked.clear()
        monkeypatch.setattr(http_client.socket, "getaddrinfo", look)
        return asked

    return looked_up


@pytest.fixture
def witness(tmp_path, settings, looked_up):
    """A machine on this one, under a name of its own; and how it is reached."""

    @contextmanager
    def witness(*, name=NAME, days=1, is_trusted=True):
        pem = certificate(tmp_path, name, days)
        looked_up("127.0.0.1")
        Witness.heard.clear()
        with standing(pem) as port:
            settings.AMPARO_OUTBOUND = [f"{NAME}:{port}", "127.0.0.0/8"]
            settings.AMPARO_CA_FILE = str(pem) if is_trusted else ""
            yield f"https://{NAME}:{port}"

    return witness


def test_who_is_named_and_proves_it_is_asked(witness):
    with witness() as there:
        answer = send(f"{there}/heads", b"a head")
    assert (answer.status, answer.body, answer.is_good) == (201, b"kept", True)
    [(host, body)] = Witness.heard
    assert (host.split(":")[0], body) == (NAME, b"a head")


@pytest.mark.django_db
def test_v16_4_3_a_witness_is_told_by_that_way_alone(witness, settings):
    log.log_event(None, "keys.rotated", None)
    blocks.sign_pending_entries()
    with witness() as there:
        settings.AMPARO_WITNESSES = [f"{there}/heads"]
        assert publish_head() == []
        settings.AMPARO_WITNESSES = ["https://unnamed.example.org/heads"]
        [unreached] = publish_head()
    assert len(Witness.heard) == 1
    assert unreached.fault == "HostNotAllowed"


@pytest.mark.django_db
def test_v16_4_3_a_witness_that_holds_another_head_is_told_no_more(witness, settings):
    log.log_event(None, "keys.rotated", None)
    blocks.sign_pending_entries()
    with witness() as there:
        settings.AMPARO_WITNESSES = [f"{there}/holds-another"]
        [contradicted] = publish_head()
    assert (contradicted.fault, contradicted.number) == ("Contradicted", 0)
    assert any("it keeps another story" in fault for fault in integrity.shown())


@pytest.mark.parametrize(
    "wrong", [{"is_trusted": False}, {"name": "other.example.org"}, {"days": -1}],
    ids=["vouched for by nobody", "of another", "of yesterday"],
)  # fmt: skip
def test_v12_3_2_a_bad_certificate_is_told_nothing(witness, wrong):
    with witness(**wrong) as there, pytest.raises(HostUnreachable):
        send(f"{there}/heads", b"a head")
    assert Witness.heard == []


def test_v13_2_4_nobody_is_followed_elsewhere(witness):
    with witness() as there, pytest.raises(HostNotAllowed):
        send(f"{there}/elsewhere", b"a head")


def test_nobody_is_listened_to_for_ever(witness):
    with witness() as there, pytest.raises(HostUnreachable):
        send(f"{there}/much", b"a head")


@pytest.mark.parametrize(
    "url",
    [
        "http://witness.example.org/", "https://evil.example/", "https://witness.example.org:22/",
        "https://witness.example.org@evil.example/", "https://witness.example.org.evil.example/",
        "https://x:y@witness.example.org/", "ftp://witness.example.org/", "file:///etc/passwd",
        "//witness.example.org/", "https://", "", "https://[::1/", "https://witness.example.org:x/",
        "https://witness.example.org/a\r\nX-Evil: 1", "https://127.0.0.1/", "https://2130706433/",
        "gopher://witness.example.org/", "https://witness.example.org/ñ",
    ],
)  # fmt: skip
def test_v13_2_4_who_is_not_named_is_not_even_looked_up(settings, looked_up, url):
    settings.AMPARO_OUTBOUND = [NAME]
    asked = looked_up("93.184.216.34")
    assert not is_allowed_host(url)
    with pytest.raises(HostNotAllowed):
        send(url)
    assert asked == []


@pytest.mark.parametrize(
    "inside",
    [
        "127.0.0.1", "10.0.0.7", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1",
        "::1", "0.0.0.0", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254",  # noqa: S104
        "224.0.0.1",
    ],
)  # fmt: skip
def test_v13_2_4_a_name_that_leads_inside_is_refused(settings, looked_up, inside):
    settings.AMPARO_OUTBOUND = [NAME]
    looked_up(inside)
    with pytest.raises(HostNotAllowed):
        send(f"https://{NAME}/")


def test_v13_2_4_a_name_is_looked_up_once_so_that_it_cannot_turn_into_another(witness, looked_up):
    with witness() as there:
        asked = looked_up("127.0.0.1", "10.0.0.7")
        assert send(f"{there}/heads").is_good
    assert len(asked) == 1


def test_v13_2_4_nothing_is_asked_of_anybody_unless_it_was_said(settings):
    from amparo.site import settings as as_shipped

    assert [each for each in as_shipped.AMPARO_OUTBOUND if each] == []
    settings.AMPARO_OUTBOUND = [""]
    with pytest.raises(HostNotAllowed):
        send("https://example.org/")
