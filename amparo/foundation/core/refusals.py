"""Saying no, kindly and in one way: every rule the domain keeps is broken with a `Refusal`."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .encryption.key_ring import DecryptionError

logger = logging.getLogger(__name__)


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """The domain declines. The person who asked reads the message: write it for them."""

    status = 409


class TemporarilyUnavailable(Refusal):
    """What is asked for cannot be done at this moment, and nothing of it was: try again."""

    status = 503


class RefusalMiddleware:
    """Turn a refusal into a page (or fragment) with status 409, never into a crash.

    What does not open, because its key is missing, is answered 503: never shown, never guessed.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DecryptionError):
            return decryption_unavailable_page(request)
        return refusal_page(request, exception) if isinstance(exception, Refusal) else None


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal in its own words, beside the page for htmx, else as a page."""
    part = "#refusal" if "HX-Request" in request.headers else ""
    response = render(
        request, f"ui/refusal.html{part}", {"refusal": str(refusal)}, status=refusal.status
    )
    response["HX-Retarget"] = "#refusals"
    response["HX-Reswap"] = "innerHTML"
    return response


def decryption_unavailable_page(request: HttpRequest) -> HttpResponse:
    """What is asked for stays closed until the key ring of this house is back."""
    logger.error("Something sealed does not open. Look at it with: amparo doctor")
    response = render(request, "ui/key_missing.html", status=503)
    response["Retry-After"] = "60"
    return response
