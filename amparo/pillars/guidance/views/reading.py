"""Pages of the library: what there is, and one product in one language."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from amparo.foundation.core.permissions.rules import Request, get_permitted_or_404

from ..models import Figure, Product


def library(request: Request) -> HttpResponse:
    raise NotImplementedError


def product(request: Request, ref: UUID) -> HttpResponse:
    get_permitted_or_404(request, Product, to="see", ref=ref)
    raise NotImplementedError


def edition(request: Request, ref: UUID, number: int) -> HttpResponse:
    raise NotImplementedError


def figure(request: HttpRequest, ref: UUID, digest: str) -> HttpResponse:
    """Sends a picture, which never changes."""
    found = get_object_or_404(Figure, product__ref=ref, digest=digest)
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
