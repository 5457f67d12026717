"""Refusals: how a rule of the domain answers somebody who may not do what they asked."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from .encryption.key_ring import DecryptionError

logger = logging.getLogger(__name__)


class DomainError(Exception):
    """What a rule says instead of doing what was asked; knows the answer that a request gets."""

    def answer(self, request: HttpRequest) -> HttpResponse:
        raise NotImplementedError


class Refusal(DomainError):  # noqa: N818 - a refusal is an answer
    """An action is declined for a reason that the user can understand; the message is shown to
    them. Of several reasons each is an argument of its own: `str` joins them, pages list them.
    """

    status = 409

    def __str__(self) -> str:
        return " ".join(map(str, self.args))

    def answer(self, request: HttpRequest) -> HttpResponse:
        return refusal_page(request, self)


class TemporarilyUnavailable(Refusal):
    """An action cannot be done at this moment, and none of it was: try again."""

    status = 503


class DomainErrorMiddleware:
    """Answers a `DomainError` of a view with a page or fragment instead of a fault.

    A refusal is a 409. What does not decrypt, because its key is missing, is a 503: never shown,
    never guessed. A 405 without a body gets the page that says a button does this. Innermost, so
    that what was refused is undone with its transaction.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = render_to_string("405.html", {}, request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DecryptionError):
            return decryption_unavailable_page(request)
        return exception.answer(request) if isinstance(exception, DomainError) else None


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal in its own words, beside the page for htmx, else as a page."""
    part = "#refusal" if "HX-Request" in request.headers else ""
    response = render(
        request,
        f"ui/refusal.html{part}",
        {"refusal": str(refusal), "reasons": refusal.args},
        status=refusal.status,
    )
    response["HX-Retarget"] = "#refusals"
    response["HX-Reswap"] = "innerHTML"
    return response


def decryption_unavailable_page(request: HttpRequest) -> HttpResponse:
    """Returns the page shown while the key ring is missing; where the database itself does not
    open, without asking who reads it.
    """
    logger.error("Something sealed does not open. Look at it with: amparo doctor")
    known = getattr(request, "LANGUAGE_CODE", "")
    with translation.override(known or translation.get_language_from_request(request)):
        try:
            content = render_to_string("ui/key_missing.html", {}, request)
        except DecryptionError:
            content = render_to_string("ui/key_missing.html")
    response = HttpResponse(content, status=503)
    response["Retry-After"] = "60"
    return response
