"""The page over plain HTTP that gives a phone the certificate to trust, with its fingerprint.

It holds nothing else and asks nothing. Whoever changes it on the way is found out by comparing
the fingerprint with the one that `amparo serve` shows.
"""

import plistlib
import threading
import uuid
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_bidi
from django.utils.translation.trans_real import (
    get_supported_language_variant,
    parse_accept_lang_header,
)

from .authority import Authority

CERTIFICATE, PROFILE = "/amparo.crt", "/amparo.mobileconfig"


def serve_certificate_page(
    authority: Authority, address: str, bind: str, port: int
) -> ThreadingHTTPServer:
    """Answers from a thread, until the process ends."""

    class Handler(CertificatePageHandler):
        pass

    Handler.authority, Handler.address = authority, address
    server = ThreadingHTTPServer((bind, port), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="amparo-certificate", daemon=True).start()
    return server


class CertificatePageHandler(BaseHTTPRequestHandler):
    """GET of three addresses, and nothing else."""

    authority: Authority
    address: str
    server_version, sys_version = "Amparo", ""
    timeout = 10

    def do_GET(self):
        match self.path:
            case "/":
                self._answer("text/html; charset=utf-8", self._page())
            case "/amparo.crt":
                self._answer("application/x-x509-ca-cert", self.authority.der)
            case "/amparo.mobileconfig":
                self._answer("application/x-apple-aspen-config", profile(self.authority))
            case _:
                self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, *_words) -> None:
        """Who came by is nobody's business."""

    def _page(self) -> bytes:
        with translation.override(_language(self.headers.get("Accept-Language", ""))):
            said = {
                "address": self.address,
                "fingerprint": self.authority.fingerprint,
                "certificate": CERTIFICATE,
                "profile": PROFILE,
                "language": translation.get_language(),
                "direction": "rtl" if get_language_bidi() else "ltr",
            }
            return render_to_string("ops/trust_certificate.html", said).encode()

    def _answer(self, kind: str, content: bytes) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        )
        self.end_headers()
        self.wfile.write(content)


def profile(authority: Authority) -> bytes:
    """The same certificate as iPhones take it."""
    name = authority.certificate.subject.rfc4514_string().removeprefix("CN=")
    own = uuid.uuid5(uuid.NAMESPACE_DNS, authority.fingerprint)
    root = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"org.amparo.{own}.root",
        "PayloadUUID": str(uuid.uuid5(own, "root")).upper(),
        "PayloadDisplayName": name,
        "PayloadContent": authority.der,
    }
    return plistlib.dumps(
        {
            "PayloadType": "Configuration",
            "PayloadVersion": 1,
            "PayloadIdentifier": f"org.amparo.{own}",
            "PayloadUUID": str(own).upper(),
            "PayloadDisplayName": name,
            "PayloadContent": [root],
        }
    )


def _language(accepted: str) -> str:
    for code, _weight in parse_accept_lang_header(accepted[:200]):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
