"""Translations that wait, over all products: to be written, and to be reviewed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amparo.foundation.core.permissions.rules import Request
from amparo.ui.pagination import paginate

from ..translation_worklist import translations_of
from ..worklists import REVIEWS, TRANSLATIONS, editions_to_translate, texts_to_review

PAGE = 25
TEXT_WITH = ("section__edition__product", "translated_by")


@require_safe
def translations(request: Request) -> HttpResponse:
    """Editions of which something is not translated or out of date; `all`: whatever one may."""
    is_all = _asks_for_all(request)
    found = editions_to_translate(request.user, is_all=is_all).select_related("product")
    pages = paginate(found, request, "title", "ref", size=PAGE)
    rows = translations_of(pages, is_all=is_all)
    context = {"work": TRANSLATIONS, "pages": pages, "rows": rows, "is_all": is_all}
    return render(request, "guidance/translations_waiting.html", context)


@require_safe
def reviews(request: Request) -> HttpResponse:
    """Translations of others that nobody has read beside the original yet."""
    is_all = _asks_for_all(request)
    found = texts_to_review(request.user, is_all=is_all).select_related(*TEXT_WITH)
    pages = paginate(found.defer("markdown"), request, "updated_at", "ref", size=PAGE)
    context = {"work": REVIEWS, "pages": pages, "is_all": is_all}
    return render(request, "guidance/reviews_waiting.html", context)


def _asks_for_all(request: HttpRequest) -> bool:
    return "all" in request.GET
