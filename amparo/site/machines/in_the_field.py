"""Telephones in the field: they speak JSON with the house, and some of what they say needs nobody
to be signed in.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse

from ..attempts import brought_from
from .problems import OTHER, TITLES, is_a_page

# Open to whoever brings a box: no cookie is read there, so no browser lends its own authority.
OPEN = ("/campo/deliver/", "/campo/receipts/")
# What a browser opens; all else is for the shell, which reads no pages.
DOCUMENTS = ("/campo/", "/campo/sw.js", "/campo/manifest.webmanifest")


class FieldMiddleware:
    """No cookie at the open addresses, and no page where JSON is expected."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if not path.startswith("/campo/") or path in DOCUMENTS:
            return self.get_response(request)
        if path in OPEN:
            request.META.pop("HTTP_COOKIE", None)
            request.__dict__.pop("COOKIES", None)
            if not brought_from(request).take():
                return _too_many(brought_from(request).seconds)
        response = self.get_response(request)
        return _in_words(response) if is_a_page(response) else response


def _in_words(page: HttpResponse) -> HttpResponse:
    said = str(TITLES.get(page.status_code, OTHER))
    told = JsonResponse({"detail": said}, status=page.status_code)
    for name in ("Retry-After", "Allow"):
        if name in page.headers:
            told[name] = page[name]
    return told


def _too_many(seconds: int) -> HttpResponse:
    told = JsonResponse({"detail": str(TITLES[429])}, status=429)
    told["Retry-After"] = str(seconds)
    return told
