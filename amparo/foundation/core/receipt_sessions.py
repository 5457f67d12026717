"""Session of a receipt code: for half an hour a page is somebody's own, and nobody signed in.

A cookie that these pages alone are sent opens it; nothing in it says of whom or what. It ends by
one tap, by leaving, with the browser, or by itself. What is stored meanwhile opens only with what
is in the cookie: a copy of the database tells neither code nor whose session it was.
"""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from amparo.foundation.core.encryption import key_ring

SESSION_SECONDS = 30 * 60
NONCE_BYTES = 12


@dataclass(frozen=True)
class ReceiptSession:
    """Somebody with a code: the record that it opened, and the code, to be shown again."""

    key: str
    ref: UUID
    code: str

    @property
    def form(self) -> str:
        """What each form of this visit carries: nobody else's page can send one."""
        return _keyed_hash(self.key, "form")


@dataclass(frozen=True)
class ReceiptSessionCookie:
    """Pages that one comes back to: their cookie's name, and the only addresses it is sent to."""

    name: str
    path: str

    def open(self, response: HttpResponse, ref: UUID, code: str) -> ReceiptSession:
        visit = ReceiptSession(secrets.token_urlsafe(32), ref, code)
        cache.set(
            self._place(visit.key), f"{ref.hex} {_encrypted_code(visit).hex()}", SESSION_SECONDS
        )
        # It goes with the browser: no `max_age`.
        response.set_cookie(
            self._cookie, visit.key, path=self.path, secure=settings.HTTPS, httponly=True,
            samesite="Strict",
        )  # fmt: skip
        return visit

    def visit(self, request: HttpRequest) -> ReceiptSession | None:
        key = request.COOKIES.get(self._cookie, "")
        kept = cache.get(self._place(key)) if key else None
        if not kept:
            return None
        ref, code = kept.split()
        return ReceiptSession(key, UUID(ref), _decrypted_code(key, bytes.fromhex(code)))

    def end(self, request: HttpRequest, response: HttpResponse) -> None:
        key = request.COOKIES.get(self._cookie, "")
        if key:
            cache.delete(self._place(key))
            response.delete_cookie(self._cookie, path=self.path, samesite="Strict")

    @property
    def _cookie(self) -> str:
        return f"__Secure-amparo_{self.name}" if settings.HTTPS else f"amparo_{self.name}"

    def _place(self, key: str) -> str:
        return f"visit:{self.name}:{_keyed_hash(key, 'place')}"


def is_form_of(visit: ReceiptSession | None, form: str) -> bool:
    return visit is not None and hmac.compare_digest(visit.form.encode(), form.encode())


def _keyed_hash(key: str, what: str) -> str:
    said = f"{what}|{key}".encode()
    return hmac.new(key_ring.derive("visits"), said, sha256).hexdigest()


def _cipher(key: str) -> AESGCM:
    return AESGCM(sha256(f"code|{key}".encode()).digest())


def _encrypted_code(visit: ReceiptSession) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher(visit.key).encrypt(nonce, visit.code.encode(), None)


def _decrypted_code(key: str, kept: bytes) -> str:
    return _cipher(key).decrypt(kept[:NONCE_BYTES], kept[NONCE_BYTES:], None).decode()
