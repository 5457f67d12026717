"""Views: error pages, the page during a database outage, and the health endpoint.

The way out first, and never what went wrong inside. During an outage nothing is lost: who runs
scripts sees the same form sent again by itself; who does not has a button. Both send it under the
key that it came with: whether the first try was kept or not, it is kept once.
"""

import sys

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import translation
from django.views.decorators.http import require_safe

from amparo.foundation.core.database.availability import RETRY_AFTER, answers, is_unavailable
from amparo.foundation.core.database.disk_reserve import is_full
from amparo.foundation.core.encryption.key_ring import DecryptionError
from amparo.foundation.core.idempotency import TRIES
from amparo.foundation.core.refusals import decryption_unavailable_page


@login_not_required
def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)


@login_not_required
def bad_request(request, exception=None):
    """What we cannot read; or a session that could not be kept while the database is away."""
    if is_unavailable(exception):
        return _unavailable_because(request, exception)
    return render_without_database(request, "400.html", status=400)


@login_not_required
def forbidden(request, exception=None):
    return _refused(request, "403.html", status=403)


@login_not_required
def not_found(request, exception=None):
    return _refused(request, "404.html", status=404)


def _refused(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    """A page with the menu of whoever reads it, for which nothing is counted."""
    request.is_refused = True  # type: ignore[attr-defined]
    user = getattr(request, "user", None)
    layout = "ui/page.html" if user and user.is_authenticated else "ui/standalone.html"
    return render(request, template, {"layout": layout}, status=status)


@login_not_required
def server_error(request):
    """A mistake of ours; or a database that is away for a moment, which passes."""
    fault = sys.exception()
    if is_unavailable(fault):
        return _unavailable_because(request, fault)
    if isinstance(fault, DecryptionError):  # met before a page began
        return decryption_unavailable_page(request)
    return render_without_database(request, "500.html", status=500)


# Database outage, full disk and health.

# After so many the page stops by itself: the button stays.
MAX_AUTOMATIC_TRIES = 12
# Never written into a page, not even back to who typed it.
_SECRET_FIELDS = ("password", "old", "again", "code")


def _unavailable_because(request: HttpRequest, fault: BaseException | None) -> HttpResponse:
    """The page of an outage, which says so where it was the disk (`RequestCheckMiddleware`)."""
    request.met_full_disk = is_full(fault)  # type: ignore[attr-defined]
    return database_unavailable(request, is_full=is_full(fault))


def database_unavailable(request: HttpRequest, *, is_full: bool = False) -> HttpResponse:
    """What could not be done now, kept in the page and sent again.

    `is_full`: because the disk has no room; then a form with files is not read at all.
    """
    has_files = request.content_type == "multipart/form-data"
    fields = [] if is_full and has_files else _fields_to_resend(request)
    tries = 1 if is_full and has_files else _tries_so_far(request) + 1
    response = render_without_database(
        request,
        "503.html",
        {
            "fields": fields,
            "where": request.get_full_path(),
            "tries": tries,
            "tries_name": TRIES,
            "goes_on": tries < MAX_AUTOMATIC_TRIES and not is_full,
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
def health(request: HttpRequest) -> HttpResponse:
    """Whether the site can store what is sent now: pages and balancers ask this first."""
    if answers():
        return HttpResponse(status=204)
    response = HttpResponse(status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def render_without_database(
    request: HttpRequest, template: str, context: dict | None = None, *, status: int
) -> HttpResponse:
    """A page in the reader's language that asks nobody who they are."""
    known = getattr(request, "LANGUAGE_CODE", "")
    with translation.override(known or translation.get_language_from_request(request)):
        content = render_to_string(template, context or {})
    return HttpResponse(content, status=status)


def _fields_to_resend(request: HttpRequest) -> list[tuple[str, str]]:
    """Every answer of a form, when all of it can be given back: files and secrets cannot."""
    if request.method != "POST" or not _needs_signing_in(request):
        return []
    try:
        sent, files = request.POST, request.FILES
    except (OSError, MultiPartParserError, SuspiciousOperation):
        return []
    if files or "once" not in sent or any(name in sent for name in _SECRET_FIELDS):
        return []
    return [(name, value) for name, values in sent.lists() if name != TRIES for value in values]


def _needs_signing_in(request: HttpRequest) -> bool:
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return getattr(view, "login_required", True)


def _tries_so_far(request: HttpRequest) -> int:
    try:
        return int(request.POST.get(TRIES, "0"))
    except (ValueError, OSError, MultiPartParserError, SuspiciousOperation):
        return 0
