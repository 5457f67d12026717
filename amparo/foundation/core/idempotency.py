"""Idempotent requests: a form sent twice, or a phone that retries, gets the first answer again.

Every POST is one transaction, done once: its change, its audit entry and its key together.
"""

import hmac
from hashlib import sha256
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from amparo.ui.responses import redirect_to, safe_next_url

from .audit import log
from .clock import now
from .encryption import key_ring
from .encryption.values import cached_keys
from .permissions.grants import PermissionQuerySet
from .permissions.rls.context import rls_user
from .refusals import Refusal, refusal_page

LONGEST = 300


class Once(models.Model):
    """A key that came with a deed, and where the deed led. The same key never does it again."""

    key = models.UUIDField(unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_index=False
    )
    verb = models.CharField(max_length=120)
    # Keyed: a short answer in a form must not be guessed from its hash.
    body_hash = models.CharField(max_length=64)
    result_ref = models.CharField(max_length=LONGEST, blank=True)
    at = models.DateTimeField(default=now, editable=False)

    personal = ()
    harmless = ("key", "verb", "body_hash", "result_ref", "at")

    objects = PermissionQuerySet.as_manager()

    def __str__(self):
        return f"{self.verb} {self.key}"

    @classmethod
    def claim(cls, *, key, by, verb: str, body: bytes) -> "tuple[Once, bool]":
        """The deed's row, and whether it is new. Another body under the same key is refused."""
        digest = hmac.new(key_ring.derive("once"), body, sha256).hexdigest()
        once, is_first = cls.objects.get_or_create(
            key=key, defaults={"by": by, "verb": verb, "body_hash": digest}
        )
        if not is_first and (once.by, once.verb, once.body_hash) != (by, verb, digest):
            raise Refusal(
                _("This form was already saved with other answers. Open it again to change them.")
            )
        return once, is_first

    def answer(self, result_ref: str) -> None:
        """Where it led. Longer than any address of ours, somebody made it up: it is not kept."""
        self.result_ref = result_ref if len(result_ref) <= LONGEST else ""
        self.save(update_fields=["result_ref"])


# The middleware.

_SAFE = ("GET", "HEAD", "OPTIONS")
# How often a page has tried to send it: not an answer either.
TRIES = "tries-so-far"
_NOT_PART_OF_THE_BODY = ("csrfmiddlewaretoken", "once", TRIES)


class IdempotencyMiddleware:
    """Makes each unsafe request one transaction, done once, as its user for row-level security.

    Undone whole when its answer is a refusal or a fault (status 400 and above, unless the response
    says `keep_changes`); the same key gets the first answer again. Row-level security also holds
    for what only reads.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in _SAFE:
            with rls_user(request.user, by_deed=False):
                return self.get_response(request)
        # Whole, before the database is asked to hold anything: however slowly it arrives, it
        # keeps nobody waiting.
        key = _key(request)
        body = _body(request) if key else _read_what_is_no_form(request)
        try:
            with log.keep_denials_after_rollback(), transaction.atomic(), cached_keys():
                return self._do(request, key, body)
        except Refusal as refusal:
            return refusal_page(request, refusal)

    def _do(self, request: HttpRequest, key: UUID | None, body: bytes) -> HttpResponse:
        once, is_first = self._claim(request, key, body)
        if once and not is_first:
            return _first_answer(request, once)
        with rls_user(request.user, by_deed=True):
            response = self.get_response(request)
        if _is_undone(response):
            transaction.set_rollback(True)
        elif once:
            once.answer(_led_to(response))
        return response

    def _claim(
        self, request: HttpRequest, key: UUID | None, body: bytes
    ) -> tuple[Once | None, bool]:
        if key is None:
            return None, True
        by = request.user if request.user.is_authenticated else None
        verb = request.path[:120].replace("\0", "")  # no page of ours; no database keeps it either
        return Once.claim(key=key, by=by, verb=verb, body=body)


def _led_to(response: HttpResponse) -> str:
    """Where nothing of ours says so: what stands behind an address may be what somebody typed."""
    where = getattr(response, "once_result", "")
    return where or urlsplit(response.get("Location", "")).path


def _is_undone(response: HttpResponse) -> bool:
    """A refusal, a fault, or a deed that first asks who is there: nothing of it is kept."""
    if getattr(response, "is_undone", False):
        return True
    return response.status_code >= 400 and not getattr(response, "keep_changes", False)


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return None


def _body(request: HttpRequest) -> bytes:
    """What the deed was asked with: every answer, and which files."""
    answers = sorted(
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NOT_PART_OF_THE_BODY
        for value in values
    )
    files = sorted(
        (name, str(file.name), file.size)
        for name in request.FILES
        for file in request.FILES.getlist(name)
    )
    return repr((answers, files)).encode()


def _read_what_is_no_form(request: HttpRequest) -> bytes:
    """Read it into the request, which keeps it for whoever asks; what is too long is left."""
    if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return b""  # the first was read with its key; the second is read by whom it is for
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdigit() and 0 < int(length) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return request.body
    return b""


def _first_answer(request: HttpRequest, once: Once) -> HttpResponse:
    """Where the deed led when it was done."""
    return redirect_to(request, safe_next_url(once.result_ref or request.path))
