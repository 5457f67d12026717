"""Every POST is one transaction, done once: its change, its ledger line and its key together."""

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from amparo.ui.respond import lead

from . import audit
from .models import Once
from .refusals import Refusal, refusal_page
from .sealing import held
from .wall.standing import standing
from .ways import ours

_SAFE = ("GET", "HEAD", "OPTIONS")
# How often a page has tried to send it: not an answer either.
TRIES = "tries-so-far"
_NOT_THE_DEED = ("csrfmiddlewaretoken", "once", TRIES)


class WallMiddleware:
    """Tell the database who asks: behind the queries stands a second wall (PostgreSQL)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with standing(request.user, by_deed=request.method not in _SAFE):
            return self.get_response(request)


class OnceMiddleware:
    """Wrap each deed: undone whole when its answer is a refusal or a fault, never done twice."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in _SAFE:
            return self.get_response(request)
        # Whole, before the database is asked to hold anything: however slowly it arrives, it
        # keeps nobody waiting.
        key = _key(request)
        body = _body(request) if key else _read_what_is_no_form(request)
        try:
            with audit.outliving(), transaction.atomic(), held():
                return self._do(request, key, body)
        except Refusal as refusal:
            return refusal_page(request, refusal)

    def _do(self, request: HttpRequest, key: UUID | None, body: bytes) -> HttpResponse:
        once, is_first = self._claim(request, key, body)
        if once and not is_first:
            return _first_answer(request, once)
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
        if name not in _NOT_THE_DEED
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
    return lead(request, ours(once.result_ref or request.path))
