"""Bearer tokens of the API; no cookies and no pages at its endpoints and at those of sync.

A partner system is known by its token alone: no browser lends it the authority of its user (CSRF).
"""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.utils import translation

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import Token
from amparo.foundation.core.rate_limits import (
    address_of,
    api_calls_of,
    sync_calls_from,
    wrong_tokens_from,
)

from .responses import OTHER, TITLES, is_a_page, is_for_systems, problem, replace_page


class TokenEndpointMiddleware:
    """At the addresses for other systems no cookie is read, and no page is answered.

    So nobody's browser can be led to call there in their name (CSRF).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_for_systems(request):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        request.__dict__.pop("COOKIES", None)
        with translation.override(translation.get_language_from_request(request)):
            if is_in_the_clear(request, carries="Authorization" in request.headers):
                return problem(403)  # not led to HTTPS: what it carried has been in the clear
            response = self.get_response(request)
            response = replace_page(response) if is_a_page(response) else response
        response.headers.pop("Vary", None)
        response["Vary"] = "Accept-Language, Authorization"
        return response


class TokenAuthenticationMiddleware:
    """From here on the account of the system asks, and only as far as its token goes."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.headers.get("Authorization", "")
        if not said or not is_for_systems(request):
            return self.get_response(request)
        scheme, _space, words = said.partition(" ")
        token = Token.known_by(words.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            return _unknown_token(request)
        if not api_calls_of(token).take():
            return _too_many(api_calls_of(token).seconds)
        token.used(what=_route_name(request))
        request.token = token  # type: ignore[attr-defined]
        request.user = token.caller
        return self.get_response(request)


def is_in_the_clear(request: HttpRequest, *, carries: bool) -> bool:
    """A token is for HTTPS, or for this very machine where the house stands on no network."""
    if request.is_secure():
        return False
    return settings.SECURE_SSL_REDIRECT or (carries and not _is_this_machine(request))


def _is_this_machine(request: HttpRequest) -> bool:
    try:
        return ip_address(address_of(request)).is_loopback
    except ValueError:  # an IPv6 network, or a socket
        return address_of(request) in ("::/64", "")


def _unknown_token(request: HttpRequest) -> HttpResponse:
    """Made up, revoked or over: all the same to who asks; a line each, as far as one listens."""
    if not wrong_tokens_from(request).take():
        return _too_many(wrong_tokens_from(request).seconds)
    log.log_denied(None, "token.denied", None)
    return problem(401)


def _too_many(seconds: int) -> HttpResponse:
    answer = problem(429)
    answer["Retry-After"] = str(seconds)
    return answer


def _route_name(request: HttpRequest) -> str:
    """The name of what is called: an address may hold what somebody made up."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return "nothing"


# Sync endpoints: JSON, and some of them open to anybody.

# Open to whoever brings a box: no cookie is read there, so no browser lends its own authority.
OPEN_SYNC_ENDPOINTS = ("/campo/deliver/", "/campo/receipts/")
# What a browser opens; all else is for the shell, which reads no pages.
SYNC_PAGES = ("/campo/", "/campo/sw.js", "/campo/manifest.webmanifest")


class SyncEndpointMiddleware:
    """No cookie at the open addresses, and no page where JSON is expected."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if not path.startswith("/campo/") or path in SYNC_PAGES:
            return self.get_response(request)
        if path in OPEN_SYNC_ENDPOINTS:
            request.META.pop("HTTP_COOKIE", None)
            request.__dict__.pop("COOKIES", None)
            if not sync_calls_from(request).take():
                return _too_many_deliveries(sync_calls_from(request).seconds)
        response = self.get_response(request)
        return _as_json(response) if is_a_page(response) else response


def _as_json(page: HttpResponse) -> HttpResponse:
    said = str(TITLES.get(page.status_code, OTHER))
    told = JsonResponse({"detail": said}, status=page.status_code)
    for name in ("Retry-After", "Allow"):
        if name in page.headers:
            told[name] = page[name]
    return told


def _too_many_deliveries(seconds: int) -> HttpResponse:
    told = JsonResponse({"detail": str(TITLES[429])}, status=429)
    told["Retry-After"] = str(seconds)
    return told
