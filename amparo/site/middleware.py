"""Middlewares: security headers, canonical host, no-store, language and time zone, 405 page."""

import zoneinfo

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseForbidden,
    HttpResponseNotAllowed,
    HttpResponsePermanentRedirect,
)
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from amparo.foundation.core.client_address import is_trusted_proxy
from amparo.ui.permissions_policy import permissions_policy

from .startup_checks import is_loopback
from .views.errors import method_not_allowed


class DemoMiddleware:
    """Refuses whoever comes to a demo from another machine, however its server was started.

    A proxy on this machine gives itself away by the address that it passes on.
    """

    PASSED_ON = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.DEMO and not self._is_from_this_machine(request):
            with translation.override(translation.get_language_from_request(request)):
                return HttpResponseForbidden(
                    _("This is a demo, and its password is known to all: it opens only on the "
                      "machine that it runs on."),
                    content_type="text/plain; charset=utf-8",
                )  # fmt: skip
        return self.get_response(request)

    def _is_from_this_machine(self, request: HttpRequest) -> bool:
        told = [request.META.get("REMOTE_ADDR", "")]
        for name in self.PASSED_ON:
            told += request.META[name].split(",") if name in request.META else []
        return "HTTP_FORWARDED" not in request.META and all(
            is_loopback(address.strip()) for address in told
        )


class CanonicalHostMiddleware:
    """One name for this machine."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.get_host()
        if host.startswith("127.0.0.1"):  # passkeys and `__Host-` cookies need a name
            there = host.replace("127.0.0.1", "localhost", 1)
            return HttpResponsePermanentRedirect(
                f"{request.scheme}://{there}{request.get_full_path()}"
            )
        return self.get_response(request)


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


class MethodNotAllowedMiddleware:
    """An address that only a button opens says so to who comes by another way."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return method_not_allowed(request, response)
        return response


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
# Said by a proxy of the house: from anybody else it is hearsay.
_PROXY_HEADERS = ("HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_")


class SecurityHeadersMiddleware:
    """Outermost, so that refusals, redirects, styles and faults carry them too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_trusted_proxy(request.META.get("REMOTE_ADDR", "")):
            _drop_untrusted_headers(request)
        response = self.get_response(request)
        if also := getattr(response, "asks_of_device", ()):  # a view says so of its own page
            response.headers["Permissions-Policy"] = permissions_policy(also=also)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")  # styles say for how long
        return response


class NoStoreMiddleware:
    """A page made for somebody is kept by no cache, whatever a view says of it.

    What is the same for anybody (`is_for_anybody`, said by public pages alone) may be.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(response, "is_for_anybody", False):
            return response
        if "no-store" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "no-store"
        return response


def _drop_untrusted_headers(request: HttpRequest) -> None:
    for name in [name for name in request.META if name.startswith(_PROXY_HEADERS)]:
        del request.META[name]
