"""Who did what in a file and who opened it: on a page, and as a letter for the person."""

from dataclasses import asdict

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amparo.foundation.core import discreet_mode
from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.history import WHATS, File, history_lines, history_of
from amparo.foundation.core.files.downloads import disposition
from amparo.foundation.core.pdf import NoPaper, paper_of
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case
from amparo.ui.pagination import paginate

from ..access_histories import case_record, records_of_person
from ..access_letter import PAGE, access_history_letter

OF_PERSON, OF_CASE, LETTER = (
    f"privacy/histories/{name}.html" for name in ("person", "case", "letter")
)
A_PAGE = 50


@require_safe
def of_person(request, ref):
    person = get_permitted_or_404(request, Person, to="see", ref=ref)
    files = records_of_person(person, request.user, _("The person's own file"))
    context = {
        "person": person,
        "may_write": files[0].shows_reads_of_all,
        **_history(request, files),
    }
    return render(request, OF_PERSON, context)


@require_safe
def of_case(request, ref):
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="see", ref=ref)
    history = _history(request, [case_record(case, request.user)], "reads")
    return render(request, OF_CASE, {"case": case, **history})


def _history(request, files: list[File], usual: str = "all") -> dict:
    what = request.GET.get("what", usual)
    what = what if what in WHATS else usual
    pages = paginate(history_of(files, request.user, what), request, "-at", "-pk", size=A_PAGE)
    names = {file.ref: file.name for file in files} if len(files) > 1 else {}
    return {
        "pages": pages, "lines": history_lines(pages.rows, names), "what": what,
        "shows_reads_of_all": all(file.shows_reads_of_all for file in files),
    }  # fmt: skip


@discreet_mode.shows_full_names
@require_safe
def letter(request, ref):
    """To print, or as a PDF in the language asked for."""
    person = get_permitted_or_404(request, Person, to="see", ref=ref)
    files = records_of_person(person, request.user, "")
    if not files[0].shows_reads_of_all:  # a letter tells all, so who writes it must be told all
        log.log_denied(request.user, "person.denied", person, verb="approve")
        raise PermissionDenied
    language = _language(request, person)
    with translation.override(language):
        told = access_history_letter(person, files, request.user)
        made = _pdf(told) if "language" in request.GET else None
    if made is None:
        context = {
            "person": person, "letter": told, "languages": settings.LANGUAGES,
            "spoken": language, "is_missing": "language" in request.GET,
            "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        }  # fmt: skip
        return render(request, LETTER, context)
    log.log_event(request.user, "person.history_printed", person, format="pdf", language=language)
    response = HttpResponse(made, content_type="application/pdf")
    # Nobody's name: files lie about in folders.
    response.headers["Content-Disposition"] = disposition(f"{_('letter')}.pdf")
    return response


def _language(request, person: Person) -> str:
    """The one that was asked for, else the first of the person's that the house speaks."""
    known = dict(settings.LANGUAGES)
    spoken = [code for code in person.languages if code in known]
    asked = request.GET.get("language", "")
    return asked if asked in known else [*spoken, translation.get_language()][0]


def _pdf(told) -> bytes | None:
    try:
        return paper_of(PAGE, asdict(told))
    except NoPaper:
        return None
