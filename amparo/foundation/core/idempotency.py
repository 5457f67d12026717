"""Idempotent requests: a form that is sent twice, or by a device that retries, is done once.

Every POST is one transaction: its change, its audit entry and its key together.
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


class IdempotencyKey(models.Model):
    """The key of a request and where its answer redirected to. The same key is never done
    again.
    """

    key = models.UUIDField(unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_index=False
    )
    verb = models.CharField(max_length=120)
    # Keyed: a short answer in a form must not be guessed from its hash.
    body_hash = models.CharField(max_length=64)
    result_ref = models.CharField(max_length=LONGEST, blank=True)
    at = models.DateTimeField(default=now, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Privacy:
        plain_text = {
            "verb": "name of a route",
            "result_ref": "a path with refs",
        }

    def __str__(self):
        return f"{self.verb} {self.key}"

    @classmethod
    def get_or_claim(cls, *, key, by, verb: str, body: bytes) -> "tuple[IdempotencyKey, bool]":
        """Returns (key, is_first); raises Refusal if the same key came with another user, path or
        body.
        """
        digest = hmac.new(key_ring.derive("once"), body, sha256).hexdigest()
        once, is_first = cls.objects.get_or_create(
            key=key, defaults={"by": by, "verb": verb, "body_hash": digest}
        )
        if not is_first and (once.by, once.verb, once.body_hash) != (by, verb, digest):
            raise Refusal(
                _("This form was already saved with other answers. Open it again to change them.")
            )
        return once, is_first

    def save_result(self, result_ref: str) -> None:
        """Stores where the answer led; longer than any address of ours, it is not stored."""
        self.result_ref = result_ref if len(result_ref) <= LONGEST else ""
        self.save(update_fields=["result_ref"])


# The middleware.

_SAFE = ("GET", "HEAD", "OPTIONS")
# How often a page has tried to send it: not an answer either.
TRIES = "tries-so-far"
_NOT_PART_OF_THE_BODY = ("csrfmiddlewaretoken", "once", TRIES)


class IdempotencyMiddleware:
    """Runs each unsafe request in one transaction, rolled back for a refusal or an error, and
    replays the first answer for a repeated key.

    Limits the database to what `request.user` may see while the view runs, for reads too
    (row-level security; requests other than GET, HEAD and OPTIONS count as actions). Rolled back
    are answers of status 400 and above, unless the response says `keep_changes`. Denied audit
    entries survive the rollback. Of a response that says `leaves_key_unused`, what was asked was
    not done yet: what the request wrote stays, and its key may come again. The body is read
    before the transaction begins, so a slow client holds no lock. Must come after authentication
    and impersonation.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in _SAFE:
            with rls_user(request.user, by_action=False):
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
        with rls_user(request.user, by_action=True):
            response = self.get_response(request)
        if _is_undone(response):
            transaction.set_rollback(True)
        elif once and getattr(response, "leaves_key_unused", False):
            once.delete()
        elif once:
            once.save_result(_led_to(response))
        return response

    def _claim(
        self, request: HttpRequest, key: UUID | None, body: bytes
    ) -> tuple[IdempotencyKey | None, bool]:
        if key is None:
            return None, True
        by = request.user if request.user.is_authenticated else None
        verb = request.path[:120].replace("\0", "")  # no page of ours; no database keeps it either
        return IdempotencyKey.get_or_claim(key=key, by=by, verb=verb, body=body)


def _led_to(response: HttpResponse) -> str:
    """Returns what the view named as result, else the path of the redirect, without its query."""
    where = getattr(response, "idempotent_redirect", "")
    return where or urlsplit(response.get("Location", "")).path


def _is_undone(response: HttpResponse) -> bool:
    """Returns whether the request is rolled back: errors, refusals, and requests for
    reauthentication.
    """
    if getattr(response, "is_undone", False):
        return True
    return response.status_code >= 400 and not getattr(response, "keep_changes", False)


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return None


def _body(request: HttpRequest) -> bytes:
    """Returns what the key is bound to: all answers and the names and sizes of files."""
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
    """Reads a body that is not a form into the request; leaves what is too long."""
    if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return b""  # the first was read with its key; the second is read by whom it is for
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdigit() and 0 < int(length) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return request.body
    return b""


def _first_answer(request: HttpRequest, once: IdempotencyKey) -> HttpResponse:
    """Redirects to where the first request led."""
    return redirect_to(request, safe_next_url(once.result_ref or request.path))
