"""Requests that are not taken as they came: by number, too large, or while the disk is full.

While the disk is full, reading goes on, files open in an emergency, and nothing new is kept.

What is refused says so before a byte of it is read, and keeps what was typed in the page: it is
sent again under the same key once there is room.
"""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from amparo.foundation.core.database.disk_reserve import reserve
from amparo.foundation.core.extension_points import full_disk_routes
from amparo.foundation.core.files.uploads import refuse_too_large
from amparo.foundation.core.refusals import Refusal, refusal_page

from .views.errors import database_unavailable

_SAFE = ("GET", "HEAD", "OPTIONS")
# Seconds after which asking again is worth it: somebody has to make room first.
RETRY_AFTER = 60
# What works all the same: getting in, looking somebody up; and what apps register for an
# emergency. Each writes little.
ALLOWED_ROUTES = frozenset(
    (
        "sign-in", "sign-in-passkey", "passkey-challenge", "two-factor", "sign-out",
        "reauthenticate", "passkey-add-challenge", "openid_connect_login",
        "openid_connect_callback", "session-end", "sessions-end", "device-revoke",
        "staff-sessions-end", "language", "search", "read-limit-reason",
        "impersonation-end",
        "referral-link", "referral-link-end", "public:my-request", "public:my-request-leave",
        "public:my-request-end", "public-complaint-code", "public-complaint-leave",
    )
)  # fmt: skip


class RequestCheckMiddleware:
    """Answers, before a byte of the body is read, what cannot be taken as it came.

    Asked by number (127.0.0.1), it is redirected to localhost; what no disk has room for and what
    is too large is refused.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return (
            _redirect_to_name(request)
            or _refuse_while_full(request)
            or refuse_too_large(request)
            or self._answer(request)
        )

    def _answer(self, request: HttpRequest) -> HttpResponse:
        """A page that met the full disk is made once more: the fault itself has freed space."""
        response = self.get_response(request)
        if request.method in _SAFE and getattr(request, "met_full_disk", False):
            return self.get_response(request)
        return response


def _redirect_to_name(request: HttpRequest) -> HttpResponse | None:
    """One name for this machine: passkeys and `__Host-` cookies need a name."""
    host = request.get_host()
    if not host.startswith("127.0.0.1"):
        return None
    there = host.replace("127.0.0.1", "localhost", 1)
    return HttpResponsePermanentRedirect(f"{request.scheme}://{there}{request.get_full_path()}")


def _refuse_while_full(request: HttpRequest) -> HttpResponse | None:
    if request.method in _SAFE or not _is_full() or _is_allowed(request):
        return None
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
        return resolve(request.path_info).view_name in ALLOWED_ROUTES.union(full_disk_routes)
    except Resolver404:
        return True  # nothing is there that could write
