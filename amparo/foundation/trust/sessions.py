"""Where sessions are kept: sealed, under the hash of their key, beside who they belong to.

A copy of the database signs nobody in (the key in the cookie is not in it) and tells nothing of
what a screen was about to say. Set as `SESSION_ENGINE`.
"""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core.exceptions import SuspiciousOperation
from django.db.models import Q
from django.utils.crypto import salted_hmac

from .clock import now
from .refs import new_ref

if TYPE_CHECKING:
    from .models import Session

# OWASP ASVS 5.0, V7.3.1 and V7.3.2: how long a screen may lie unused, and how long it lasts.
IDLE = timedelta(minutes=60)
IDLE_WHEN_SHARED = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
NONCE = 12


class SessionStore(DatabaseStore):
    """Django's own, but for what is written: a hash instead of the key, a seal over the rest."""

    must_renew = False

    @classmethod
    def get_model_class(cls) -> "type[Session]":
        from .models import Session

        return Session

    def encode(self, session_dict: dict) -> str:
        words = self.serializer().dumps(session_dict)
        nonce = secrets.token_bytes(NONCE)
        return base64.b64encode(nonce + _cipher().encrypt(nonce, words, b"session")).decode()

    def decode(self, session_data: bytes | str) -> dict:
        kept = base64.b64decode(session_data)
        try:
            words = _cipher().decrypt(kept[:NONCE], kept[NONCE:], b"session")
        except InvalidTag:  # sealed under keys that are gone: sign in again
            return {}
        return self.serializer().loads(words)

    def _get_session_from_db(self):
        # One of somebody that is over is found too: `session_limits` signs out, and notes it.
        lasts_or_somebodys = Q(expire_date__gt=now()) | Q(user__isnull=False)
        kept = self.get_model_class().objects.filter(lasts_or_somebodys)
        found = kept.filter(session_key=hashed(self.session_key)).first()
        if found is None:
            self._session_key = None
        else:
            self.must_renew = found.must_renew
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(hashed(session_key))

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            self.model.objects.filter(session_key=hashed(key)).delete()

    def create_model_instance(self, data: dict):
        return self.model(
            session_key=hashed(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self._ends_at(data),
            **_columns(data),
        )

    def _ends_at(self, data: dict) -> datetime:
        """When it ends if nobody touches it any more."""
        if "since" not in data:
            return self.get_expiry_date()
        idle = idle_limit(data)
        return min(moment(data["since"]) + LONGEST, moment(data["seen"]) + idle)


def hashed(key: object) -> str:
    """What is kept of a session's key."""
    if not isinstance(key, str):
        raise SuspiciousOperation("A session's key is text.")
    return hashlib.sha256(key.encode()).hexdigest()[:40]


def idle_limit(data) -> timedelta:
    return IDLE_WHEN_SHARED if data.get("shared") else IDLE


def moment(told: str) -> datetime:
    return datetime.fromisoformat(told)


def begin(session, *, proof: str, is_shared: bool = False, browser: int | None = None) -> None:
    """Mark the session of somebody who has just proven who they are: `proof` is "one" or "two"."""
    told = now().isoformat()
    session.update(
        {
            "ref": str(new_ref()), "since": told, "seen": told, "fresh": told,
            "proof": proof, "shared": is_shared, "browser": browser,
        }
    )  # fmt: skip


def is_begun(session) -> bool:
    return "since" in session


def has_ended(session) -> bool:
    """Unused for too long, or older than a working day."""
    since, seen = moment(session["since"]), moment(session["seen"])
    return now() > min(since + LONGEST, seen + idle_limit(session))


def _columns(data: dict) -> dict:
    """What lists of sessions show, and by what they are ended."""
    if "since" not in data:
        return {}
    user = data.get("_auth_user_id")
    return {
        "ref": UUID(data["ref"]),
        "user_id": int(user) if user else None,
        "browser_id": data["browser"],
        "since": moment(data["since"]),
        "seen_at": moment(data["seen"]),
        "is_shared": data["shared"],
    }


def _cipher() -> AESGCM:
    # Not the ring of the files: while that is away people must still be told so, as themselves.
    secret = salted_hmac("amparo.sessions", b"seal", algorithm="sha256").digest()
    return AESGCM(secret)
