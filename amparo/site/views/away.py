"""While the database is away: nothing is lost, and the same form is sent again with its key.

Who runs scripts sees it go by itself; who does not has a button. Both send what was sent, under
the key that it came with: whether the first try was kept or not, it is kept once.
"""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import translation
from django.views.decorators.http import require_safe

from amparo.foundation.core.database.availability import RETRY_AFTER, answers
from amparo.foundation.core.idempotency import TRIES

# After so many the page stops by itself: the button stays.
ENOUGH = 12
# Never written into a page, not even back to who typed it.
_SECRET = ("password", "old", "again", "code")


def away(request: HttpRequest, *, is_full: bool = False) -> HttpResponse:
    """What could not be done now, kept in the page and sent again.

    `is_full`: because the disk has no room; then a form with files is not read at all.
    """
    has_files = request.content_type == "multipart/form-data"
    fields = [] if is_full and has_files else _fields(request)
    tries = 1 if is_full and has_files else _tries(request) + 1
    response = without_the_database(
        request,
        "503.html",
        {
            "fields": fields,
            "where": request.get_full_path(),
            "tries": tries,
            "tries_name": TRIES,
            "goes_on": tries < ENOUGH and not is_full,
            "is_post": request.method == "POST",
            "is_full": is_full,
            "is_public": is_full and not _needs_signing_in(request),
            "pause": min(2 * tries, 10),
        },
        status=503,
    )
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


@login_not_required
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Whether the house can keep what is sent now: pages and balancers ask this first."""
    if answers():
        return HttpResponse(status=204)
    response = HttpResponse(status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def without_the_database(
    request: HttpRequest, template: str, context: dict | None = None, *, status: int
) -> HttpResponse:
    """A page in the reader's language that asks nobody who they are."""
    known = getattr(request, "LANGUAGE_CODE", "")
    with translation.override(known or translation.get_language_from_request(request)):
        content = render_to_string(template, context or {})
    return HttpResponse(content, status=status)


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Every answer of a form, when all of it can be given back: files and secrets cannot."""
    if request.method != "POST" or not _needs_signing_in(request):
        return []
    try:
        sent, files = request.POST, request.FILES
    except (OSError, MultiPartParserError, SuspiciousOperation):
        return []
    if files or "once" not in sent or any(name in sent for name in _SECRET):
        return []
    return [(name, value) for name, values in sent.lists() if name != TRIES for value in values]


def _needs_signing_in(request: HttpRequest) -> bool:
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return getattr(view, "login_required", True)


def _tries(request: HttpRequest) -> int:
    try:
        return int(request.POST.get(TRIES, "0"))
    except (ValueError, OSError, MultiPartParserError, SuspiciousOperation):
        return 0
