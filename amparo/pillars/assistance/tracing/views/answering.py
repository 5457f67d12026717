"""How the pages of a search ask and answer: one form a page, what was written never lost."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from amparo.foundation.core.permissions.rules import get_permitted_or_404, signed_in_user

from ...views.answers import given
from ...views.stepping import sent, tried
from ..models import Match, TracingRequest

REQUESTS = TracingRequest.objects.select_related("office__organization", "inquirer", "case", "by")
MATCHES = Match.objects.select_related(
    "sought__request__office__organization", "sought__request__inquirer", "person", "by"
).prefetch_related("verifications__by")
__all__ = ["ASKS", "MATCHES", "REQUESTS", "ask", "did", "given", "open_request", "open_traced"]
ASKS = ["GET", "HEAD", "POST"]
ASK = "tracing/ask.html"


def open_request(request: HttpRequest, ref: Any, *, to: str) -> TracingRequest:
    return get_permitted_or_404(request, REQUESTS, to=to, ref=ref)


def open_traced(request: HttpRequest, ref: Any) -> TracingRequest:
    """For pages of which nobody else learns that they are there."""
    asked = open_request(request, ref, to="see")
    if not asked.is_traced_by(signed_in_user(request)):
        raise Http404
    return asked


def did(request: HttpRequest, form: forms.Form, deed: Callable[[], object]) -> bool:
    """Sent, whole, and done; what the house refuses is said on the form."""

    def do() -> bool:
        deed()
        return True

    return sent(request, form) and bool(tried(form, do))


def ask(
    request: HttpRequest, form: forms.Form, *, title: str, yes: str, back: str, crumb: str,
    lede: str = "", warns: str = "",
) -> HttpResponse:  # fmt: skip
    context = {
        "form": form, "title": title, "yes": yes, "back": back, "crumb": crumb, "lede": lede,
        "warns": warns,
    }  # fmt: skip
    return render(request, ASK, context, status=422 if form.is_bound else 200)
