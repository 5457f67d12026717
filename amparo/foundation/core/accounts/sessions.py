"""Sessions: where they are kept, who is signed in with which browser, and how long they last.

They are kept encrypted, under the hash of their key, beside who they belong to: a copy of the
database signs nobody in (the key in the cookie is not in it) and tells nothing of what a page was
about to say. Set as `SESSION_ENGINE`. The middleware ends sessions that were left alone or have
grown too old, and asks again who is there when their permissions have grown.
"""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta
from typing import ClassVar, cast
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.core.exceptions import SuspiciousOperation
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from ..audit import log
from ..clock import now
from ..permissions import impersonation
from ..permissions.grants import PermissionQuerySet
from ..records import new_reference
from .users import User

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
        return min(parse_time(data["since"]) + LONGEST, parse_time(data["seen"]) + idle)


def hashed(key: object) -> str:
    """What is kept of a session's key."""
    if not isinstance(key, str):
        raise SuspiciousOperation("A session's key is text.")
    return hashlib.sha256(key.encode()).hexdigest()[:40]


def idle_limit(data) -> timedelta:
    return IDLE_WHEN_SHARED if data.get("shared") else IDLE


def parse_time(told: str) -> datetime:
    return datetime.fromisoformat(told)


def start_session(
    session, *, proof: str, is_shared: bool = False, browser: int | None = None
) -> None:
    """Mark the session of somebody who has just proven who they are: `proof` is "one" or "two"."""
    told = now().isoformat()
    session.update(
        {
            "ref": str(new_reference()), "since": told, "seen": told, "fresh": told,
            "proof": proof, "shared": is_shared, "browser": browser,
        }
    )  # fmt: skip


def is_started(session) -> bool:
    return "since" in session


def is_expired(session) -> bool:
    """Unused for too long, or older than a working day."""
    since, seen = parse_time(session["since"]), parse_time(session["seen"])
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
        "since": parse_time(data["since"]),
        "seen_at": parse_time(data["seen"]),
        "is_shared": data["shared"],
    }


def _cipher() -> AESGCM:
    # Not the ring of the files: while that is away people must still be told so, as themselves.
    secret = salted_hmac("amparo.sessions", b"seal", algorithm="sha256").digest()
    return AESGCM(secret)


# The records.


class SessionQuerySet(PermissionQuerySet):
    def living(self) -> "SessionQuerySet":
        return self.filter(expire_date__gt=now()).exclude(user=None)

    def end(self, *, of, by) -> int:
        """End these sessions of one person; their screens are signed out at the next tap."""
        with transaction.atomic():
            ended, _rows = self.delete()
            if ended:
                log.log_event(by, "session.ended", of, count=ended)
        return ended

    def renew(self) -> None:
        """What they may do has changed: each goes on under a new key (OWASP ASVS 5.0, V7.2.4)."""
        self.update(must_renew=True)


class Session(AbstractBaseSession):
    """Somebody signed in on one screen. The key lies here as a hash: a copy opens nothing."""

    # Not unique: while a session changes its key, both rows are there for a moment.
    ref = models.UUIDField(default=new_reference, db_index=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions"
    )
    browser = models.ForeignKey("Browser", models.SET_NULL, null=True, related_name="sessions")
    since = models.DateTimeField(default=now, editable=False)
    seen_at = models.DateTimeField(default=now, editable=False)
    is_shared = models.BooleanField(default=False)
    must_renew = models.BooleanField(default=False)

    personal = ()
    harmless = (
        "session_key", "session_data", "expire_date", "since", "seen_at", "is_shared",
        "must_renew",
    )  # fmt: skip

    objects: ClassVar = BaseSessionManager.from_queryset(SessionQuerySet)()

    def __str__(self):
        return f"session of {self.user_id}"

    @classmethod
    def get_session_store_class(cls):

        return SessionStore


class Browser(models.Model):
    """A browser in which somebody has signed in: known again by a cookie that only it holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="browsers")
    mark = models.CharField(max_length=64)
    label = models.CharField(max_length=60)
    first_at = models.DateTimeField(default=now, editable=False)
    seen_at = models.DateTimeField(default=now)

    personal = ()
    harmless = ("mark", "label", "first_at", "seen_at")

    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "mark"], name="a_browser_of_a_person_once")
        ]

    def __str__(self):
        return self.label

    @transaction.atomic
    def forget(self, *, by) -> None:
        """It is lost or sold: whoever holds it is signed out, and is a stranger from now on."""
        self.sessions.living().end(of=self.user, by=by)
        log.log_event(by, "browser.forgotten", self.user)
        self.delete()


# The limits of a session.

# Not at every tap: a minute more or less does not matter, a row written for each page would.
NOTED_EVERY = timedelta(minutes=1)


class SessionSecurityMiddleware:
    """Signs out expired and half-proven sessions, renews keys, and applies impersonation.

    After this, `request.user` is the colleague while somebody looks as one: before row-level
    security learns who asks, so that both limit what is shown.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            if refused := self._refuse(request, request.user):
                return refused
            self._note(request)
        return impersonation.apply(request) or self.get_response(request)

    def _refuse(self, request: HttpRequest, user: User) -> HttpResponse | None:
        session = request.session
        if not is_started(session) or is_expired(session):
            return self._sign_out(request, user, "session.expired")
        # A role that opens files was given to somebody who came in with a password alone.
        if session["proof"] == "one" and user.must_prove_twice:
            return self._sign_out(request, user, "session.outgrown")
        return None

    def _sign_out(self, request: HttpRequest, user: User, deed: str) -> HttpResponse:
        log.log_event(user, deed, user)
        where = request.get_full_path() if request.method == "GET" else ""
        logout(request)
        return redirect_to_login(where or "/")

    def _note(self, request: HttpRequest) -> None:
        session = cast(SessionStore, request.session)
        if session.must_renew:
            session.cycle_key()
            session.must_renew = False
        if now() - parse_time(session["seen"]) > NOTED_EVERY:
            session["seen"] = now().isoformat()
