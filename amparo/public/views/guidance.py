"""Guidance for anybody: what there is, one product, one's rights in plain words, and the feed."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from amparo.foundation.core.files.downloads import SEALED_OFF
from amparo.foundation.core.pdf import NoPaper
from amparo.pillars.guidance.models import Edition, Figure
from amparo.pillars.guidance.product_pages import EditionPage
from amparo.pillars.guidance.public_products import edition_for_anybody, public_product
from amparo.pillars.guidance.shown_texts import shown_text
from amparo.pillars.guidance.views.reading import content_of, file_name

from .. import guidance
from ..responses import page, public_page

FIGURE = "public:guidance-figure"


@public_page
def library(request: HttpRequest) -> HttpResponse:
    return page(request, "public/guidance.html", {"groups": guidance.products_by_theme()})


@public_page
def rights(request: HttpRequest) -> HttpResponse:
    """The cards for migrants: each right in plain words, and what to do where it is not kept."""
    cards = [_card(each) for each in guidance.rights_cards()]
    return page(request, "public/guidance_rights.html", {"cards": cards})


def _card(edition: Edition) -> dict:
    shown = EditionPage(edition, None)
    return {"edition": edition, "text": shown_text(edition, shown.language, figure_route=FIGURE)}


@public_page
def product(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The published edition; what was withdrawn says so, and what takes its place."""
    edition = _edition(ref)
    shown = EditionPage(edition, None)
    context = {
        "shown": shown, "edition": edition,
        "text": shown_text(edition, shown.language, figure_route=FIGURE),
        "successor": _successor(edition),
    }  # fmt: skip
    return page(request, "public/guidance_product.html", context)


@public_page
def file(request: HttpRequest, ref: UUID, code: str) -> HttpResponse:
    """The text as a file, in the language in which the page shows it."""
    edition = _edition(ref)
    language = EditionPage(edition, None).language
    if code not in ("pdf", "docx", "epub", "md"):
        raise Http404
    try:
        content, media_type = content_of(edition, language, code)
    except NoPaper:
        raise Http404 from None
    response = HttpResponse(content, content_type=media_type, headers=SEALED_OFF)
    name = file_name(edition, language, code)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@public_page
def figure(request: HttpRequest, ref: UUID, digest: str) -> HttpResponse:
    """A picture of a public product, which never changes."""
    _edition(ref)
    found = get_object_or_404(Figure, product__ref=ref, digest=digest)
    return HttpResponse(bytes(found.content), content_type=found.media_type)


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    body = guidance.feed(request.build_absolute_uri("/").rstrip("/"))
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


def _edition(ref: UUID) -> Edition:
    found = public_product(ref)
    edition = edition_for_anybody(found) if found else None
    if edition is None:
        raise Http404
    return edition


def _successor(edition: Edition):
    """What takes its place, where anybody may read that."""
    other = edition.successor
    if edition.state != Edition.State.WITHDRAWN or other is None or not other.is_public:
        return None
    return other if other.current is not None else None
