"""Sessions: storage, lists of signed-in browsers, time limits.

Stored encrypted, under the hash of their key: a copy of the database signs nobody in (the key is
only in the cookie) and reveals nothing of their content. Set as `SESSION_ENGINE`. The middleware
ends sessions that are idle or too old, and those whose user now needs a second factor.
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

from amparo.ui.responses import RUNS_SCRIPTS, is_htmx_fragment

from ..audit import log
from ..clock import now
from ..permissions import impersonation
from ..permissions.grants import PermissionQuerySet
from ..records import new_reference
from . import practice
from .users import User

# OWASP ASVS 5.0, V7.3.1 and V7.3.2: idle and absolute limits.
IDLE = timedelta(minutes=60)
IDLE_WHEN_SHARED = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
NONCE = 12


class SessionStore(DatabaseStore):
    """Django's database sessions with hashed keys and encrypted content."""

    must_rotate_key = False

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
        except InvalidTag:  # encrypted under another secret: sign in again
            return {}
        return self.serializer().loads(words)

    def _get_session_from_db(self):
        # Expired sessions of users are found too: the middleware signs them out and logs it.
        lasts_or_somebodys = Q(expire_date__gt=now()) | Q(user__isnull=False)
        kept = self.get_model_class().objects.filter(lasts_or_somebodys)
        found = kept.filter(session_key=hashed(self.session_key)).first()
        if found is None:
            self._session_key = None
        else:
            self.must_rotate_key = found.must_rotate_key
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
        """Returns when the session ends if it is not used again."""
        if "since" not in data:
            return self.get_expiry_date()
        idle = idle_limit(data)
        return min(parse_time(data["since"]) + LONGEST, parse_time(data["seen"]) + idle)


def hashed(key: object) -> str:
    """Returns what is stored of a session's key; raises SuspiciousOperation for anything
    but text.
    """
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
    """Marks the session as signed in just now, with one factor (`proof="one"`) or two
    (`"two"`).
    """
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
    """Returns whether the session was idle too long (60 minutes, 15 on a shared device) or is
    older than 12 hours.
    """
    since, seen = parse_time(session["since"]), parse_time(session["seen"])
    return now() > min(since + LONGEST, seen + idle_limit(session))


def _columns(data: dict) -> dict:
    """Returns the columns by which sessions are listed and ended."""
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
    # Not from the key ring: while that is missing, people must still be signed in to see it.
    secret = salted_hmac("amparo.sessions", b"seal", algorithm="sha256").digest()
    return AESGCM(secret)


# The records.


class SessionQuerySet(PermissionQuerySet):
    def living(self) -> "SessionQuerySet":
        return self.filter(expire_date__gt=now()).exclude(user=None)

    def end(self, *, of, by) -> int:
        """Signs out these sessions of the user `of`, at their next request; returns how many.
        Writes an audit entry.
        """
        with transaction.atomic():
            ended, _rows = self.delete()
            if ended:
                log.log_event(by, "session.ended", of, count=ended)
        return ended

    def renew(self) -> None:
        """Gives each session a new key at its next request, after permissions changed. OWASP ASVS
        5.0, V7.2.4.
        """
        self.update(must_rotate_key=True)


class Session(AbstractBaseSession):
    """A user signed in with one browser. The key is stored as a hash."""

    # Not unique: while a session changes its key, both rows are there for a moment.
    ref = models.UUIDField(default=new_reference, db_index=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions"
    )
    browser = models.ForeignKey(
        "KnownBrowser", models.SET_NULL, null=True, related_name="sessions"
    )
    since = models.DateTimeField(default=now, editable=False)
    seen_at = models.DateTimeField(default=now, editable=False)
    is_shared = models.BooleanField(default=False)
    must_rotate_key = models.BooleanField(default=False)

    objects: ClassVar = BaseSessionManager.from_queryset(SessionQuerySet)()

    class Privacy:
        plain_text = {"session_data": "sealed under the secret of sessions"}

    def __str__(self):
        return f"session of {self.user_id}"

    @classmethod
    def get_session_store_class(cls):

        return SessionStore


class KnownBrowser(models.Model):
    """A browser in which the user has signed in, recognised by a cookie."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="browsers")
    cookie_hash = models.CharField(max_length=64)
    label = models.CharField(max_length=60)
    first_at = models.DateTimeField(default=now, editable=False)
    seen_at = models.DateTimeField(default=now)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "cookie_hash"], name="known_browser_unique")
        ]

    def __str__(self):
        return self.label

    @transaction.atomic
    def forget(self, *, by) -> None:
        """Signs the browser out and treats it as unknown from now on; for a lost or sold device.
        Writes an audit entry.
        """
        self.sessions.living().end(of=self.user, by=by)
        log.log_event(by, "browser.forgotten", self.user)
        self.delete()


# The limits of a session.

# Not at every tap: a minute more or less does not matter, a row written for each page would.
NOTED_EVERY = timedelta(minutes=1)


# Under this name the session keeps what was counted for its user, and when that was.
_COUNTS = "counts"
_SAFE = ("GET", "HEAD", "OPTIONS")


def counts_of_session(session) -> dict[str, dict[str, int]] | None:
    """Returns what `keep_counts` kept, until the session is noted again or its user did
    something; then None. A form that is sent back did nothing.
    """
    kept = session.get(_COUNTS)
    return kept["counts"] if kept and kept["seen"] == session.get("seen") else None


def keep_counts(session, counts: dict[str, dict[str, int]]) -> None:
    """Nothing is kept for a device that signs each request, which has no session."""
    if is_started(session):
        session[_COUNTS] = {"seen": session["seen"], "counts": counts}


def _did_something(response: HttpResponse) -> bool:
    return response.status_code < 400 or getattr(response, "keep_changes", False)


class SessionSecurityMiddleware:
    """Signs out sessions that are idle, too old, or lack a second factor that is now required;
    renews keys after a change of permissions, and applies impersonation and practice.

    After this, `request.user` is the colleague during an impersonation, and the practice account
    of whoever practises. Must come before row-level security is told the user, so that both limit
    what is shown.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            if refused := self._refuse(request, request.user):
                return refused
            self._note(request)
        refused = impersonation.apply(request) or practice.apply(request)
        response = refused or self.get_response(request)
        if request.method not in _SAFE and _did_something(response):
            request.session.pop(_COUNTS, None)
        return response

    def _refuse(self, request: HttpRequest, user: User) -> HttpResponse | None:
        session = request.session
        if not is_started(session) or is_expired(session):
            return self._sign_out(request, user, "session.expired")
        # A role that opens files was given to somebody who came in with a password alone.
        if session["proof"] == "one" and user.requires_two_factor:
            return self._sign_out(request, user, "session.outgrown")
        return None

    def _sign_out(self, request: HttpRequest, user: User, event: str) -> HttpResponse:
        log.log_event(user, event, user)
        where = request.get_full_path() if request.method == "GET" else ""
        logout(request)
        return redirect_to_login(where or "/")

    def _note(self, request: HttpRequest) -> None:
        session = cast(SessionStore, request.session)
        if session.must_rotate_key:
            session.cycle_key()
            session.must_rotate_key = False
        if now() - parse_time(session["seen"]) > NOTED_EVERY:
            session["seen"] = now().isoformat()
        if is_htmx_fragment(request) and RUNS_SCRIPTS not in session:
            session[RUNS_SCRIPTS] = True
