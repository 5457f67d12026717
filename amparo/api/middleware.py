"""Middlewares of the endpoints that a token or secret opens: partner systems, devices, sync."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.utils import translation

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import ApiToken
from amparo.foundation.core.rate_limits import (
    api_calls_of,
    sync_calls_from,
    wrong_tokens_from,
)

from .device_authentication import answer_device, authenticate_device, is_for_devices
from .responses import OTHER, TITLES, is_a_page, is_for_systems, problem, replace_page
from .transport import drop_cookies, is_in_the_clear

type GetResponse = Callable[[HttpRequest], HttpResponse]


class TokenEndpointMiddleware:
    """Removes cookies and page answers from API, sync and OpenRosa URLs.

    No cookie is read where a token or secret says who calls, so no browser can be led to call in
    its user's name (CSRF); plain HTTP is refused; errors come in the format of the endpoint.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_for_systems(request):
            return _answer_system(request, self.get_response)
        if is_for_devices(request):
            return answer_device(request, self.get_response)
        if is_for_sync(request):
            return _answer_sync(request, self.get_response)
        return self.get_response(request)


def _answer_system(request: HttpRequest, get_response: GetResponse) -> HttpResponse:
    drop_cookies(request)
    with translation.override(translation.get_language_from_request(request)):
        if is_in_the_clear(request, carries="Authorization" in request.headers):
            return problem(403)  # not led to HTTPS: what it carried has been in the clear
        response = get_response(request)
        response = replace_page(response) if is_a_page(response) else response
    response.headers.pop("Vary", None)
    response["Vary"] = "Accept-Language, Authorization"
    return response


class TokenAuthenticationMiddleware:
    """Sets `request.user` from the token of a system or the secret of a device.

    A system acts only as far as its token goes. Unknown tokens and secrets are answered 401 and
    logged, up to a limit for each address (429).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_for_devices(request):
            return authenticate_device(request, self.get_response)
        authorization = request.headers.get("Authorization", "")
        if authorization and is_for_systems(request):
            return _authenticate_system(request, authorization, self.get_response)
        return self.get_response(request)


def _authenticate_system(
    request: HttpRequest, authorization: str, get_response: GetResponse
) -> HttpResponse:
    scheme, _space, secret = authorization.partition(" ")
    token = ApiToken.from_secret(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None:
        return _unknown_token(request)
    if not api_calls_of(token).take():
        return _too_many(api_calls_of(token).seconds)
    token.used(what=_route_name(request))
    request.token = token  # type: ignore[attr-defined]
    request.user = token.caller
    return get_response(request)


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


def is_for_sync(request: HttpRequest) -> bool:
    path = request.path_info
    return path.startswith("/campo/") and path not in SYNC_PAGES


def _answer_sync(request: HttpRequest, get_response: GetResponse) -> HttpResponse:
    """No cookie at the open addresses, and no page where JSON is expected."""
    if request.path_info in OPEN_SYNC_ENDPOINTS:
        drop_cookies(request)
        if not sync_calls_from(request).take():
            return _too_many_deliveries(sync_calls_from(request).seconds)
    response = get_response(request)
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
