"""What is true of every page: one address, the reader's language and clock, no copies."""

import zoneinfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone, translation


class HouseMiddleware:
    """One name for this machine, and no copy of a signed-in page in any cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.get_host()
        if host.startswith("127.0.0.1"):  # passkeys and `__Host-` cookies need a name
            there = host.replace("127.0.0.1", "localhost", 1)
            return HttpResponsePermanentRedirect(
                f"{request.scheme}://{there}{request.get_full_path()}"
            )
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"
        )
        return response


class LanguageMiddleware:
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
