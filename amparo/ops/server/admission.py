"""Whether a large body may be read: asked of the middleware before it is."""

import io
from typing import Any

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.signals import request_started
from django.http import HttpRequest, HttpResponse
from django.urls import set_script_prefix
from django.utils.module_loading import import_string

LAST = "amparo.site.request_checks.RequestCheckMiddleware"


class Admission:
    """Answers from the headers alone, by the middleware that knows who asks and what a page takes.

    Where it says no, the page answers by itself without reading, and says why.
    """

    def __init__(self) -> None:
        upto = settings.MIDDLEWARE.index(LAST) + 1
        handler: Any = convert_exception_to_response(_admit)
        for name in reversed(settings.MIDDLEWARE[:upto]):
            handler = convert_exception_to_response(import_string(name)(handler))
        self._handler = handler

    def __call__(self, environ: dict[str, Any]) -> bool:
        """Whether the body may be read. Reads nothing of it; changes nothing."""
        request_started.send(sender=WSGIHandler, environ=environ)
        set_script_prefix("/")
        request = WSGIRequest(environ | {"wsgi.input": io.BytesIO()})
        response = self._handler(request)
        try:
            return getattr(response, "is_admitted", False)
        finally:
            response.close()  # and with it what the database was asked


def _admit(_request: HttpRequest) -> HttpResponse:
    response = HttpResponse()
    response.is_admitted = True  # type: ignore[attr-defined]
    return response
