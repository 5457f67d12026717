"""Figures that an institution was given of its territory: the page, and the same as a file."""

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import require_permission, signed_in_user
from amparo.foundation.core.spreadsheets.cells import escape_formula

from ..models import Publication
from ..published_figures import PublishedPage
from ..workbooks import XLSX, workbook_of

# Another reader of the same address is shown other numbers.
NO_CACHE = "private, no-store"
_KINDS = ["text"] * 6 + ["int", "text"]


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What the user's institution was given of one month; or whom to ask."""
    page = _opened(request)
    response = render(request, "evidence/published.html", {"page": page})
    response.headers["Cache-Control"] = NO_CACHE
    return response


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The same numbers as CSV, or with `?format=xlsx` as a workbook, with every category."""
    page = _opened(request)
    if request.GET.get("format") == "xlsx":
        return _workbook(page)
    text = io.StringIO()
    rows = [[escape_formula(str(cell)) for cell in row] for row in page.file_rows()]
    csv.writer(text).writerows(rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"{page.month:%Y-%m}" if page.month else "none"
    response.headers["Content-Disposition"] = f'attachment; filename="figures-{name}.csv"'
    response.headers["Cache-Control"] = NO_CACHE
    return response


def _workbook(page: PublishedPage) -> HttpResponse:
    head, *rows = page.file_rows()
    content = workbook_of(
        str(Publication._meta.verbose_name), [str(each) for each in head], _KINDS, rows
    )
    response = HttpResponse(content, content_type=XLSX)
    name = f"{page.month:%Y-%m}" if page.month else "none"
    response.headers["Content-Disposition"] = f'attachment; filename="figures-{name}.xlsx"'
    response.headers["Cache-Control"] = NO_CACHE
    return response


def _opened(request) -> PublishedPage:
    require_permission(request, "figure.read")
    user = signed_in_user(request)
    page = PublishedPage(user, request.GET.get("month", ""))
    log.log_event(
        user, "publication.listed", None, code=f"{page.month:%Y-%m}" if page.month else ""
    )
    return page
