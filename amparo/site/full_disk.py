"""While the disk is full: reading goes on, files open in an emergency, and nothing new is kept.

What is refused says so before a byte of it is read, and keeps what was typed in the page: it is
sent again under the same key once there is room.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from amparo.foundation.core.database.disk_reserve import reserve
from amparo.foundation.core.refusals import Refusal, refusal_page

from .views.errors import database_unavailable

_SAFE = ("GET", "HEAD", "OPTIONS")
# Seconds after which asking again is worth it: somebody has to make room first.
RETRY_AFTER = 60
# What works all the same: getting in, looking somebody up, and an emergency. Each writes little.
ALLOWED_ROUTES = frozenset(
    (
        "sign-in", "sign-in-passkey", "passkey-ask", "second-step", "sign-out", "confirm",
        "way-passkey-ask", "openid_connect_login", "openid_connect_callback", "session-end",
        "sessions-end", "device-revoke", "staff-sessions-end", "language", "search", "bulk-why",
        "look-end", "assistance:emergency-new", "assistance:emergency-end", "assistance:alert-new",
        "by-link", "by-link-leave", "public:my-request", "public:my-request-leave",
        "public:my-request-end", "public-complaint-code", "public-complaint-leave",
    )
)  # fmt: skip


class FullDiskMiddleware:
    """Refuse what would fill the last of the reserve, before it is read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in _SAFE or not _is_full() or _is_allowed(request):
            return self.get_response(request)
        if "HX-Request" in request.headers:  # beside the form, which stays as it was filled in
            return refusal_page(request, Refusal(_message()))
        response = database_unavailable(request, is_full=True)
        response["Retry-After"] = str(RETRY_AFTER)
        return response


def _message() -> str:
    return _(
        "The disk is full: nothing new can be saved until there is room. Files can be read, and "
        "opened in an emergency. Tell your administrator."
    )


def _is_full() -> bool:
    """Where there is room again it is taken at once: the first who writes need not wait for it."""
    kept = reserve()
    return kept is not None and kept.is_released and not kept.take()


def _is_allowed(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).view_name in ALLOWED_ROUTES
    except Resolver404:
        return True  # nothing is there that could write
