"""Middlewares: security headers of every answer; language and time zone of the reader."""

import zoneinfo

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseForbidden,
)
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from whitenoise.middleware import WhiteNoiseFileResponse

from amparo.foundation.core.client_address import is_trusted_proxy
from amparo.ui.permissions_policy import permissions_policy

from .startup_checks import is_loopback


class LocaleMiddleware:
    """The language that the reader chose, else their account's, else their browser's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = self._language(request)
        request.LANGUAGE_CODE = language
        with translation.override(language), timezone.override(self._zone(request)):
            response = self.get_response(request)
            if hasattr(response, "render") and callable(response.render):
                response.render()
        response.headers.setdefault("Content-Language", language)
        return response

    def _language(self, request: HttpRequest) -> str:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if not chosen and request.user.is_authenticated:
            chosen = request.user.language
        known = dict(settings.LANGUAGES)
        return chosen if chosen in known else translation.get_language_from_request(request)

    def _zone(self, request: HttpRequest):
        office = request.user.office if request.user.is_authenticated else None
        return office.zone if office else zoneinfo.ZoneInfo(settings.TIME_ZONE)


# Security headers: keep nothing, show it nowhere else, ask for nothing.

HEADERS = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "Permissions-Policy": permissions_policy(),
    "X-DNS-Prefetch-Control": "off",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-Robots-Tag": "noindex, nofollow",
}
# Set by our own proxy; from anybody else they are not trusted.
_PROXY_HEADERS = ("HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_")


class SecurityHeadersMiddleware:
    """Sets the security headers of every answer and drops forwarded headers of untrusted proxies.

    Refuses a request for a demo from another machine (403), and forbids every cache to keep what
    was made for somebody; static files, and pages that are the same for everybody
    (`is_for_anybody`), may be kept. Outermost, so that refusals, redirects, static files and
    errors carry the headers too.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = _refuse_other_machine(request)
        if not is_trusted_proxy(request.META.get("REMOTE_ADDR", "")):
            _drop_untrusted_headers(request)
        response = response or self.get_response(request)
        if also := getattr(response, "asks_of_device", ()):  # a view says so of its own page
            response.headers["Permissions-Policy"] = permissions_policy(also=also)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not _may_be_kept(response):
            response.headers["Cache-Control"] = "no-store"
        return response


# By these a proxy on this machine gives away that it passes on the request of another one.
_PASSED_ON = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP")


def _refuse_other_machine(request: HttpRequest) -> HttpResponse | None:
    """A demo answers its own machine alone, however its server was started."""
    if not settings.DEMO or _is_from_this_machine(request):
        return None
    with translation.override(translation.get_language_from_request(request)):
        return HttpResponseForbidden(
            _("This is a demo, and its password is known to all: it opens only on the "
              "machine that it runs on."),
            content_type="text/plain; charset=utf-8",
        )  # fmt: skip


def _is_from_this_machine(request: HttpRequest) -> bool:
    addresses = [request.META.get("REMOTE_ADDR", "")]
    for name in _PASSED_ON:
        addresses += request.META[name].split(",") if name in request.META else []
    return "HTTP_FORWARDED" not in request.META and all(
        is_loopback(address.strip()) for address in addresses
    )


def _may_be_kept(response: HttpResponse) -> bool:
    if getattr(response, "is_for_anybody", False) or isinstance(response, WhiteNoiseFileResponse):
        return "Cache-Control" in response.headers
    return "no-store" in response.headers.get("Cache-Control", "")


def _drop_untrusted_headers(request: HttpRequest) -> None:
    for name in [name for name in request.META if name.startswith(_PROXY_HEADERS)]:
        del request.META[name]
