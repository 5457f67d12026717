"""Phones of an office reach Amparo over HTTPS that they can check; nobody can pose as it."""

import http.client
import plistlib
import re
import signal
import socket
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from amparo.foundation.core.refusals import Refusal
from amparo.ops.local_network import authority, host
from amparo.ops.local_network.authority import Authority, FreshContext
from amparo.ops.local_network.serve import LocalNetwork

NAME = "office.local"
ADDRESS = ip_address("192.168.7.20")


@pytest.fixture
def own(tmp_path):
    return Authority(tmp_path / "network", NAME)


def trusting(certificate: x509.Certificate) -> ssl.SSLContext:
    """A phone that was told to trust this authority, and no other."""
    pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
    context = ssl.create_default_context(cadata=pem)
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    return context


def greet(server: ssl.SSLContext, phone: ssl.SSLContext, name: str) -> None:
    """A whole handshake, in memory: it fails where the phone would warn."""
    to_phone, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = [
        phone.wrap_bio(to_phone, to_server, server_hostname=name),
        server.wrap_bio(to_server, to_phone, server_side=True),
    ]
    for _ in range(6):
        for side in sides:
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue


def serving(own: Authority, *addresses) -> ssl.SSLContext:
    return FreshContext(own, lambda: list(addresses))(None, None)


def later(monkeypatch, days: int) -> None:
    """So many days later, as the installation sees it."""

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(days=days)

    monkeypatch.setattr(authority, "datetime", Later)


@pytest.mark.parametrize("name", [NAME, "localhost", str(ADDRESS)])
def test_a_phone_that_trusts_the_certificate_is_greeted(own, name):
    greet(serving(own, ADDRESS), trusting(own.certificate), name)


def test_a_phone_that_was_not_told_warns(own, tmp_path):
    other = Authority(tmp_path / "elsewhere", NAME)
    for phone in (ssl.create_default_context(), trusting(other.certificate)):
        with pytest.raises(ssl.SSLCertVerificationError):
            greet(serving(own, ADDRESS), phone, NAME)


@pytest.mark.parametrize("name", ["bank.example.org", "other.local", "8.8.8.8"])
def test_a_stolen_authority_opens_no_other_site(own, name):
    """Signed by our own key for another name: every phone refuses it."""
    thief = Authority(own.folder, NAME)
    thief.name = name
    reach = [ip_address(name)] if name == "8.8.8.8" else [ADDRESS]
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        greet(serving(thief, *reach), trusting(own.certificate), name)


def test_the_key_of_the_authority_lies_sealed(own):
    path = own.folder / "authority.key"
    assert b"ENCRYPTED" in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o400
    assert own.folder.stat().st_mode & 0o777 == 0o700


def test_the_authority_is_made_once(own):
    assert Authority(own.folder, NAME).fingerprint == own.fingerprint


def test_a_machine_with_another_name_gets_another_authority(own):
    before = own.fingerprint
    renamed = Authority(own.folder, "renamed.local")
    assert renamed.fingerprint != before
    greet(serving(renamed, ADDRESS), trusting(renamed.certificate), "renamed.local")


def test_what_it_signs_lives_for_ninety_days_and_is_signed_anew(own, monkeypatch):
    path, _key = own.leaf([ADDRESS])
    first = path.read_bytes()
    lives = x509.load_pem_x509_certificate(first)
    assert lives.not_valid_after_utc - datetime.now(UTC) <= timedelta(days=90)
    assert own.leaf([ADDRESS])[0].read_bytes() == first
    later(monkeypatch, days=70)
    assert own.leaf([ADDRESS])[0].read_bytes() != first


def test_an_installation_that_moved_to_another_address_is_signed_anew(own):
    path, _key = own.leaf([ADDRESS])
    first = path.read_bytes()
    own.leaf([ip_address("192.168.7.99")])
    assert path.read_bytes() != first


def test_the_demo_is_never_opened_to_a_network(settings):
    settings.DEMO = True
    with pytest.raises(Refusal, match="password is known"):
        LocalNetwork(8163, 8164).begin()


def test_what_is_missing_is_said(monkeypatch):
    monkeypatch.setattr(host, "_all", lambda: iter([ip_address("127.0.0.1")]))
    with pytest.raises(Refusal, match="No private network"):
        LocalNetwork(8163, 8164).begin()
    with pytest.raises(Refusal, match="proper certificate"):
        LocalNetwork(8163, 8164, (ip_address("8.8.8.8"),)).begin()


# The whole of it: `amparo serve --network`, as an office starts it.


@pytest.fixture(scope="module")
def opened(new_installation):
    port, door = free_port(), free_port()
    here = ("--address", "127.0.0.1", "--port", port, "--certificate-port", door)
    server = new_installation().open(
        "--network", *here, "--background-workers", "0", "--workers", "1"
    )
    last = f"ports {port} and {door} in.\n"
    said = ""
    while not said.endswith(last) and (line := server.stdout.readline()):
        said += line
    yield said, port, door
    server.send_signal(signal.SIGTERM)
    server.communicate(timeout=30)


def free_port() -> str:
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return str(any_port.getsockname()[1])


def fetch(port: str, path: str, language: str = "en", status: int = 200) -> bytes:
    phone = http.client.HTTPConnection("127.0.0.1", int(port), timeout=10)
    phone.request("GET", path, headers={"Accept-Language": language})
    answer = phone.getresponse()
    assert answer.status == status
    return answer.read()


def test_a_phone_comes_for_the_first_time(opened):
    said, port, door = opened
    page = fetch(door, "/").decode()
    certificate = x509.load_der_x509_certificate(fetch(door, "/amparo.crt"))
    fingerprint = certificate.fingerprint(hashes.SHA256()).hex(":").upper()
    assert fingerprint in said
    assert fingerprint in page
    assert re.search("[█▀▄]{20}", said), "A picture for its camera."

    phone = http.client.HTTPSConnection("localhost", int(port), context=trusting(certificate))
    phone.request("GET", "/today/")
    answer = phone.getresponse()
    assert answer.status == 302
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    answer.read()
    phone.request("GET", answer.headers["Location"])
    cookies = phone.getresponse().headers.get_all("Set-Cookie")
    assert cookies
    assert all("Secure" in cookie for cookie in cookies)


def test_a_phone_that_skips_that_step_is_warned(opened):
    with pytest.raises(ssl.SSLCertVerificationError):
        http.client.HTTPSConnection("localhost", int(opened[1])).connect()


def test_an_iphone_gets_it_as_a_profile(opened):
    profile = plistlib.loads(fetch(opened[2], "/amparo.mobileconfig"))
    (root,) = profile["PayloadContent"]
    assert root["PayloadType"] == "com.apple.security.root"
    assert root["PayloadContent"] == fetch(opened[2], "/amparo.crt")


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("es-BO,es;q=0.9", "ltr")])
def test_the_page_speaks_the_language_of_the_phone(opened, language, direction):
    page = fetch(opened[2], "/", language).decode()
    assert f'<html lang="{language[:2]}" dir="{direction}">' in page


@pytest.mark.nightly
def test_nothing_else_is_served_on_that_port(opened):
    for path in ("/sign-in/", "/../keys/ring", "/network/authority.key"):
        fetch(opened[2], path, status=404)
