"""Pages of the library: what there is, one product in one language, its editions and files."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.files.downloads import SEALED_OFF, disposition
from amparo.foundation.core.pdf import NoPaper
from amparo.foundation.core.permissions.rules import Request, get_permitted_or_404

from ..changes import compare_editions
from ..library import Library
from ..models import Edition, Figure, Product
from ..product_pages import EditionPage, edition_to_show, editions_of
from ..publications import FORMATS, checklist_pdf, publication_of

PRODUCTS = Product.objects.select_related("office", "owner")
EDITIONS = Edition.objects.select_related("product__office", "product__owner", "successor")
CHECKLIST = "checklist"


@require_http_methods(["GET", "HEAD", "POST"])
def library(request: Request) -> HttpResponse:
    """What there is; a form that only filters leads to the address of what it asks for."""
    page = Library(request, request.user)
    if request.method == "POST" and not page.form.terms:
        return HttpResponseRedirect(
            f"{reverse('guidance:library')}{page.form.url_with()}", status=303
        )
    return render(request, "guidance/library.html", {"page": page})


@require_safe
def product(request: Request, ref: UUID) -> HttpResponse:
    """The current edition; where it was withdrawn, why, and what takes its place."""
    # What is published is about nobody: reading it leaves no line, and counts for no limit.
    found = get_object_or_404(PRODUCTS.accessible_to(request.user), ref=ref)
    editions = editions_of(found, request.user)
    shown = edition_to_show(editions)
    if shown is None:
        raise Http404
    return _page(request, shown, editions=editions)


@require_safe
def edition(request: Request, ref: UUID, number: int) -> HttpResponse:
    return _page(request, _edition(request, ref, number))


@require_safe
def checklist(request: Request, ref: UUID, number: int) -> HttpResponse:
    """All items to tick on one page, to be printed."""
    page = EditionPage(_edition(request, ref, number), request.user, _language(request))
    return render(request, "guidance/checklist.html", {"page": page})


@require_safe
def comparison(request: Request, ref: UUID, number: int) -> HttpResponse:
    """What changed since the edition before, or since the one that `since` names."""
    newer = _edition(request, ref, number)
    page = EditionPage(newer, request.user, _language(request))
    since = request.GET.get("since", "")
    older = page.before
    if since.isascii() and since.isdigit() and len(since) < 6:
        older = next((each for each in page.editions if each.number == int(since)), None)
    if older is None:
        raise Http404
    context = {
        "page": page, "comparison": compare_editions(older, newer, page.language),
        "others": [each for each in page.editions if each.number != number],
    }  # fmt: skip
    return render(request, "guidance/comparison.html", context)


@require_safe
def file(request: Request, ref: UUID, number: int, language: str, code: str) -> HttpResponse:
    """An edition in one language as a file. Where no PDF can be made, the page says so."""
    shown = _edition(request, ref, number)
    page = EditionPage(shown, request.user, language)
    if language not in page.there or code not in (*FORMATS, CHECKLIST):
        raise Http404
    try:
        content, media_type = content_of(shown, language, code)
    except NoPaper:
        return _page(request, shown, refusal=_no_paper(), status=503)
    response = HttpResponse(content, content_type=media_type, headers=SEALED_OFF)
    response.headers["Content-Disposition"] = disposition(file_name(shown, language, code))
    return response


def content_of(edition: Edition, language: str, code: str) -> tuple[bytes, str]:
    """Returns a file and its media type. Raises NoPaper where no PDF can be made."""
    if code == CHECKLIST:
        return checklist_pdf(edition, language), "application/pdf"
    of = FORMATS[code]
    return of.write(publication_of(edition, language)), of.media_type


def file_name(edition: Edition, language: str, code: str) -> str:
    ending = "checklist.pdf" if code == CHECKLIST else code
    return f"{edition.product.key}-{edition.number}-{language}.{ending}"


@require_safe
def figure(request: HttpRequest, ref: UUID, digest: str) -> HttpResponse:
    """Sends a picture, which never changes."""
    found = get_object_or_404(Figure, product__ref=ref, digest=digest)
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _no_paper() -> str:
    return _("No PDF can be made on this machine. Take it as DOCX or EPUB.")


def _edition(request: Request, ref: UUID, number: int) -> Edition:
    found = EDITIONS.readable().accessible_to(request.user)
    published = found.filter(product__ref=ref, number=number).first()
    if published is not None:
        return published
    return get_permitted_or_404(request, EDITIONS, to="see", product__ref=ref, number=number)


def _language(request: HttpRequest) -> str:
    return request.GET.get("language", "")


def _page(
    request: Request, shown: Edition, *, editions: list[Edition] | None = None,
    status: int = 200, **more: Any,
) -> HttpResponse:  # fmt: skip
    page = EditionPage(shown, request.user, _language(request), editions)
    address = reverse("guidance:edition", args=[page.product.ref, shown.number])
    context = {"page": page, "edition": shown, "edition_url": address} | more
    return render(request, "guidance/product.html", context, status=status)
