"""Key figures for anybody, and the same as open data. Only what two persons signed as public.

Rounded and hidden before they were stored: nothing here opens a counted figure.
"""

import csv
import io
import json
from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse

from amparo.foundation.core.spreadsheets.cells import escape_formula

from ..figures import KeyFigures, current_release
from ..open_data import catalog_of, dictionary_rows
from ..responses import page, public_page


@public_page
def show(request: HttpRequest) -> HttpResponse:
    """The newest release; where there is none, that there are no figures yet."""
    release = current_release()
    figures = KeyFigures(release) if release else None
    return page(request, "public/key_figures.html", {"figures": figures})


@public_page
def figures_file(request: HttpRequest) -> HttpResponse:
    return _csv(_figures().file_rows(), "figures.csv")


@public_page
def dictionary_file(request: HttpRequest) -> HttpResponse:
    """What each column and each code of the file means, in the language of the address."""
    return _csv(dictionary_rows(_figures()), "dictionary.csv")


@public_page
def catalog(request: HttpRequest) -> HttpResponse:
    """The data set described in DCAT, as JSON-LD."""
    said = catalog_of(_figures(), request.build_absolute_uri("/").rstrip("/"))
    return HttpResponse(
        json.dumps(said, ensure_ascii=False, indent=1),
        content_type="application/ld+json",
    )


def _figures() -> KeyFigures:
    release = current_release()
    if release is None:
        raise Http404
    return KeyFigures(release)


def _csv(rows: Iterable[Iterable[object]], name: str) -> HttpResponse:
    text = io.StringIO()
    csv.writer(text).writerows([escape_formula(str(cell)) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
