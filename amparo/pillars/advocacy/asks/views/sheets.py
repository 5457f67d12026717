"""The evidence sheet with its covering letter: as a page, and as one tap of PDF."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.files.downloads import disposition
from amparo.foundation.core.models import User
from amparo.foundation.core.pdf import NoPaper
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats

from ..models import Ask
from ..queries import WHOLE
from ..sheet_pdf import content_of_paper, sheet_of, sheet_pdf

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def asked_language(request: Any, ask: Ask) -> str:
    """The language that is asked for, else the reader's where it is worded in it, else its own."""
    asked = request.GET.get("language", "")
    if asked in LANGUAGES:
        return asked
    here = request.LANGUAGE_CODE[:2]
    return here if here in ask.languages else ask.language


@require_safe
def show(request, ref):
    """Letter and sheet in one language; a language in which it is not worded is named."""
    ask = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    language = asked_language(request, ask)
    with translation.override(language):
        sheet = sheet_of(ask, request.user, language)
        paper = content_of_paper(sheet) if sheet else None
    context = {
        "ask": ask, "sheet": sheet, "paper": paper, "language": language,
        "language_name": formats.language_name(language),
        "languages": [(code, formats.language_name(code)) for code in ask.languages],
    }  # fmt: skip
    return render(request, "asks/sheet.html", context)


@require_safe
def pdf(request, ref):
    ask = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    return pdf_response(ask, request.user, asked_language(request, ask))


def pdf_response(ask: Ask, user: User, language: str) -> HttpResponse:
    """The paper in this language, never in another one. Refused, by name of the language, where
    the ask is not worded in it.
    """
    with translation.override(language):
        sheet = sheet_of(ask, user, language)
        name = f"{ask.sheet_title} {ask.number}"
    if sheet is None:
        told = {"language": formats.language_name(language)}
        raise Refusal(gettext("This ask has no wording in: %(language)s.") % told)
    try:
        with translation.override(language):
            paper = sheet_pdf(sheet)
    except NoPaper:
        raise Refusal(
            gettext("No PDF can be made here. Print the page of the sheet instead.")
        ) from None
    log.log_event(user, "ask.printed", ask, language=language)
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = disposition(name, ".pdf")
    return response
