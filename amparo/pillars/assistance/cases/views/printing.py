"""A case on paper: a page to print, and a PDF in the four languages."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amparo.foundation.core import discreet_mode
from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.pdf import NoPaper
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui import formats

from ..models import Case
from ..pdf import summary_pdf
from ..summary import build_summary, for_its_summary

PRINT = "cases/print/print.html"


def _open(request, ref) -> Case:
    return get_permitted_or_404(request, for_its_summary(request.user), to="see", ref=ref)


@discreet_mode.shows_full_names
@require_safe
def printed(request, ref):
    case = _open(request, ref)
    return _page(request, case)


@discreet_mode.shows_full_names
@require_safe
def pdf(request, ref):
    """The summary in the language asked for; where none can be made, the page to print says so."""
    case = _open(request, ref)
    wanted = request.GET.get("language", translation.get_language())
    language = wanted if wanted in dict(settings.LANGUAGES) else translation.get_language()
    with translation.override(language):
        try:
            made = summary_pdf(build_summary(case, request.user), printed=_printed(request.user))
        except NoPaper:
            made = None
    if made is None:
        return _page(request, case, is_missing=True, status=503)
    log.log_event(request.user, "case.printed", case, format="pdf", language=language)
    response = HttpResponse(made, content_type="application/pdf")
    # The number and never the name: files lie about in folders.
    response.headers["Content-Disposition"] = f'attachment; filename="{case.number}.pdf"'
    return response


def _page(request, case, *, is_missing: bool = False, status: int = 200) -> HttpResponse:
    context = {
        "case": case, "summary": build_summary(case, request.user), "is_missing": is_missing,
        "languages": settings.LANGUAGES,
    }  # fmt: skip
    return render(request, PRINT, context, status=status)


def _printed(user) -> str:
    moment = localtime(now())
    day = formats.join_list((f"{formats.day(moment.date())} {moment.year}", formats.clock(moment)))
    return _("Printed by %(name)s, %(moment)s") % {"name": user.name, "moment": day}
