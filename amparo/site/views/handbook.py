"""Views: the handbook, for everybody who is signed in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ..handbook.pages import START, HandbookPage, pages


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return _show(request, _page(START))


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    return _show(request, _page(name))


def _page(name: str) -> HandbookPage:
    try:
        return pages(get_language() or "en")[name]
    except KeyError:
        raise Http404 from None


def _show(request: HttpRequest, page: HandbookPage) -> HttpResponse:
    return render(request, "site/handbook.html", {"page": page, "is_start": page.name == START})
