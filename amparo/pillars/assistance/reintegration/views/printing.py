"""A plan on paper: a page to print, and a PDF to sign, in the four languages."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from amparo.foundation.core import discreet_mode
from amparo.foundation.core.audit import log
from amparo.foundation.core.pdf import NoPaper
from amparo.pillars.assistance.cases.views.case_actions import open_case

from ..pdf import plan_pdf
from ..presenters import ReintegrationPlanPage

PRINT = "reintegration/plans/print.html"


@discreet_mode.shows_full_names
@require_safe
def printed(request, ref):
    case = open_case(request, ref, to="see")
    return _page(request, case)


@discreet_mode.shows_full_names
@require_safe
def pdf(request, ref):
    """In the language asked for; where none can be made, the page to print says so."""
    case = open_case(request, ref, to="see")
    page = ReintegrationPlanPage(case, request.user)
    if page.plan is None:
        raise Http404
    wanted = request.GET.get("language", translation.get_language())
    language = wanted if wanted in dict(settings.LANGUAGES) else translation.get_language()
    with translation.override(language):
        try:
            made = plan_pdf(page)
        except NoPaper:
            made = None
    if made is None:
        return _page(request, case, is_missing=True, status=503)
    log.log_event(
        request.user, "reintegrationplan.printed", page.plan, format="pdf", language=language
    )
    response = HttpResponse(made, content_type="application/pdf")
    # The number and never the name: files lie about in folders.
    name = f"{case.number}-{page.plan.number}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(request, case, *, is_missing: bool = False, status: int = 200) -> HttpResponse:
    page = ReintegrationPlanPage(case, request.user)
    if page.plan is None:
        raise Http404
    context = {
        "case": case, "page": page, "is_missing": is_missing, "languages": settings.LANGUAGES,
    }  # fmt: skip
    return render(request, PRINT, context, status=status)
