"""What we heard, what we said: the latest month, one month, and its sheet for a notice board."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from amparo.foundation.core.clock import now
from amparo.foundation.core.files.downloads import SEALED_OFF
from amparo.foundation.core.pdf import NoPaper
from amparo.pillars.dialogue.public_consultations import has_public_consultations
from amparo.ui import formats

from .. import community_report
from ..responses import page, public_page


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """The latest month in which something was said, and the way to those before."""
    today = localdate(now())
    there = community_report.months(today)
    first = there[0] if there else today.replace(day=1)
    return _month_page(request, first, there)


@public_page
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    today = localdate(now())
    return _month_page(request, _first_of(year, month, today), community_report.months(today))


def _month_page(request: HttpRequest, first: date, there: list[date]) -> HttpResponse:
    context = {
        "month": community_report.month_of(first),
        "others": [(each, formats.month(each)) for each in there if each != first],
        "has_consultations": has_public_consultations(localdate(now())),
    }
    return page(request, "public/community_report.html", context)


@public_page
def sheet(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The PDF for a notice board, in the language of the page."""
    first = _first_of(year, month, localdate(now()))
    language = formats.current_language()
    route = reverse("public:heard-month", args=[year, month])
    address = request.build_absolute_uri(f"{route}?lang={language}")
    try:
        content = community_report.notice_pdf(community_report.month_of(first), address)
    except NoPaper:
        raise Http404 from None
    response = HttpResponse(content, content_type="application/pdf", headers=SEALED_OFF)
    name = f"heard-{year}-{month:02d}-{language}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _first_of(year: int, month: int, today: date) -> date:
    """Raises Http404 for what is no month, or has not begun."""
    if not (1 <= month <= 12 and 2000 <= year <= today.year):
        raise Http404
    first = date(year, month, 1)
    if first > today:
        raise Http404
    return first
