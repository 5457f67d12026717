"""The API at `/api/`: authentication by token, error handlers, routers; described in OpenAPI.

Another part adds its router here. Every endpoint needs a token but those with `auth=None`.
"""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from amparo.foundation.core.refusals import Refusal

from . import dialogue, guidance, help_requests, me, referrals
from .docs import docs
from .hsds import endpoints
from .responses import fields, problem

DESCRIPTION = """
For partners and for systems of our own. Send `Authorization: Bearer …` and JSON over HTTPS.
Every POST carries an `Idempotency-Key` of your making (a UUID): sent twice, it is done once.
What is not open to your token is answered 404. Faults are `application/problem+json` (RFC 9457).
"""


class Token(HttpBearer):
    """The middleware reads the token before anything else of the call (`api.middleware`)."""

    def __call__(self, request: HttpRequest) -> Any:
        return getattr(request, "token", None)

    def authenticate(self, request: HttpRequest, token: str) -> None:
        return None


api = NinjaAPI(
    title="Amparo",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    auth=Token(),
)
api.add_router("", me.router)
api.add_router("/help-requests", help_requests.router)
api.add_router("/referrals", referrals.router)
api.add_router("/hsds", endpoints.router)
api.add_router("/guidance", guidance.router)
api.add_router("/dialogue", dialogue.router)


@api.exception_handler(ValidationError)
def validation_error(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    return problem(422, errors=fields(fault.errors))


@api.exception_handler(AuthenticationError)
def authentication_error(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
    return problem(401)


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, fault: HttpError) -> HttpResponse:
    return problem(fault.status_code)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, fault: Http404) -> HttpResponse:
    return problem(404)


@api.exception_handler(PermissionDenied)
def permission_denied(request: HttpRequest, fault: PermissionDenied) -> HttpResponse:
    return problem(403)


@api.exception_handler(Refusal)
def refusal_response(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return problem(refusal.status, detail=str(refusal))


@api.exception_handler(Exception)
def server_error(request: HttpRequest, fault: Exception) -> HttpResponse:
    raise fault  # as on every other page: it is logged, and what was done is undone


def urls() -> tuple:
    """The addresses of the API. Who calls is asked by the token, not by a page to sign in."""
    found, app, namespace = api.urls
    return (
        [*map(_without_sign_in, cast(list[URLPattern], found)), path("docs", docs, name="docs")],
        app,
        namespace,
    )


def _without_sign_in(pattern: URLPattern) -> URLPattern:
    view: Any = pattern.callback
    if pattern.name in ("api-root", "openapi-json"):  # of the library, which asks no method
        view = pattern.callback = require_safe(view)
    view.login_required = False
    return pattern
