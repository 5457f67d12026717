"""The HTTP client for requests to other hosts, limited to an allow-list.

Only hosts in AMPARO_OUTBOUND are reached: names, with a port other than 443, and networks for
internal hosts (`witness.example.org, seal.office.lan:8443, 10.2.0.0/16`). A name is resolved once
and that very address is used, so it cannot change in between; private addresses are refused unless
their network is named; certificates are verified; redirects are not followed. OWASP ASVS 5.0,
V12.3.2 and V13.2.4.
"""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPSConnection
from io import BytesIO
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from urllib.parse import urlsplit

from django.conf import settings
from requests import PreparedRequest, Response, Session
from requests.adapters import BaseAdapter
from requests.exceptions import ConnectionError as NoConnection

SECONDS = 10
# Whoever says a letter now and then is listened to no longer than this.
MOST_SECONDS = 30
MOST_BYTES = 1024 * 1024

type Address = IPv4Address | IPv6Address


class HostUnreachable(Exception):  # noqa: N818 - the others' silence, not an error of ours
    """The host did not answer, or could not prove its identity."""


class HostNotAllowed(HostUnreachable):
    """The host is not on the allow-list; nothing was sent."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300


def send(
    url: str, body: bytes = b"", *, method: str = "POST", headers: dict[str, str] | None = None
) -> Answer:
    """Ask another machine one thing, once."""
    host, port, path = _parts(url)
    line = _Line(host, port, _where(host, port))
    try:
        with _not_for_ever(line):
            line.request(method, path, body or None, headers or {})
            answer = line.getresponse()
            said = answer.read(MOST_BYTES + 1)
    except (OSError, HTTPException) as silent:
        raise HostUnreachable(type(silent).__name__) from None
    finally:
        line.close()
    if line.is_cut:
        raise HostUnreachable("It goes on for too long.")
    if 300 <= answer.status < 400:
        raise HostNotAllowed("It leads elsewhere, and nobody is followed.")
    if len(said) > MOST_BYTES:
        raise HostUnreachable("It says more than is listened to.")
    return Answer(answer.status, said)


def is_allowed_host(url: str) -> bool:
    """Whether this address may be asked at all, by its name."""
    try:
        _parts(url)
    except HostNotAllowed:
        return False
    return True


def _parts(url: str) -> tuple[str, int, str]:
    try:
        told = urlsplit(url)
        host, port = (told.hostname or "").rstrip("."), told.port or 443
    except ValueError:
        raise HostNotAllowed("This is not an address.") from None
    if told.scheme != "https" or told.username is not None or not host:
        raise HostNotAllowed("Only https, and without a name or password in the address.")
    if f"{host}:{port}" not in _named():
        raise HostNotAllowed("This machine is not named in AMPARO_OUTBOUND.")
    path = (told.path or "/") + (f"?{told.query}" if told.query else "")
    if not path.isascii() or any(letter <= " " for letter in path):
        raise HostNotAllowed("This is not an address.")
    return host, port, path


def _named() -> set[str]:
    """Every machine that may be asked, with its port."""
    names = [each.strip().lower() for each in settings.AMPARO_OUTBOUND if "/" not in each]
    return {each if ":" in each else f"{each}:443" for each in names if each}


def _where(host: str, port: int) -> Address:
    """The address of this name, looked up this once."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise HostUnreachable("Its name is not known.") from None
    addresses = [ip_address(each[4][0]) for each in found]
    if not addresses or not all(map(_may_be_spoken_to, addresses)):
        raise HostNotAllowed(
            "Its address is inside a network that is not named in AMPARO_OUTBOUND."
        )
    return addresses[0]


def _may_be_spoken_to(address: Address) -> bool:
    inside = getattr(address, "ipv4_mapped", None) or address
    networks = [ip_network(each.strip()) for each in settings.AMPARO_OUTBOUND if "/" in each]
    return (inside.is_global and not inside.is_multicast) or any(
        inside in network for network in networks
    )


@contextmanager
def _not_for_ever(line: "_Line") -> Iterator[None]:
    """The line is cut when its time is over, however slowly the other side goes on speaking."""
    over = Timer(MOST_SECONDS, line.cut)
    over.daemon = True
    over.start()
    try:
        yield
    finally:
        over.cancel()


class _Line(HTTPSConnection):
    """A TLS connection to one address, verified against the name."""

    def __init__(self, host: str, port: int, address: Address):
        trusted = ssl.create_default_context()
        if settings.AMPARO_CA_FILE:  # an office's own authority, besides those of the system
            trusted.load_verify_locations(settings.AMPARO_CA_FILE)
        super().__init__(host, port, timeout=SECONDS, context=trusted)
        self._address, self._trusted = str(address), trusted
        # Kept besides: the library lets go of its own once the answer has begun.
        self._way: ssl.SSLSocket | None = None
        self.is_cut = False

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), SECONDS)
        try:
            self.sock = self._way = self._trusted.wrap_socket(plain, server_hostname=self.host)
        except OSError:
            plain.close()
            raise

    def cut(self) -> None:
        """Past the seal, whose lock the reader may hold."""
        self.is_cut = True
        if self._way is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._way, socket.SHUT_RDWR)


# The same for libraries that use requests.


class _OutboundAdapter(BaseAdapter):
    """In place of the library's own line, which would speak with anybody."""

    def send(self, request: PreparedRequest, *args, **kwargs) -> Response:
        body = request.body or b""
        headers = {
            name: value if isinstance(value, str) else value.decode()
            for name, value in request.headers.items()
        }
        try:
            said = send(
                request.url or "",
                body if isinstance(body, bytes) else str(body).encode(),
                method=request.method or "GET",
                headers=headers | {"Accept-Encoding": "identity"},
            )
        except HostUnreachable as shut:
            raise NoConnection(str(shut)) from None
        answer = Response()
        answer.status_code, answer.raw = said.status, BytesIO(said.body)
        answer.headers["Content-Type"] = "application/json"  # OpenID Connect says nothing else
        answer.url, answer.request, answer.encoding = request.url or "", request, "utf-8"
        return answer

    def close(self) -> None:
        """Each line is closed when it was answered."""


def requests_session() -> Session:
    asks = Session()
    asks.trust_env = False  # no proxy and no certificates but those that the house names
    for scheme in ("https://", "http://"):
        asks.mount(scheme, _OutboundAdapter())
    return asks
