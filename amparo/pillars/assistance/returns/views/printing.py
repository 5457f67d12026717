"""Papers for who goes home, in the language asked for; or the page says that none can be made."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from amparo.foundation.core import discreet_mode
from amparo.foundation.core.audit import log
from amparo.foundation.core.pdf import NoPaper
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.people.models import Person

from .. import pdf
from ..journey_presenter import ReturnPage
from ..models import ReturnJourney, Traveller
from .journey_actions import open_journey
from .journeys import SHOW


@discreet_mode.shows_full_names
@require_safe
def declaration(request, ref, traveller):
    journey = open_journey(request, ref, to="see")
    known = Traveller.objects.filter(person__in=Person.objects.accessible_to(request.user))
    known = known.select_related("person")
    found = get_permitted_or_404(request, known, to="see", ref=traveller, journey=journey)
    found.journey = journey
    return _paper(request, journey, lambda: pdf.declaration(found), "declaration")


@discreet_mode.shows_full_names
@require_safe
def pack(request, ref):
    journey = open_journey(request, ref, to="see")
    keys = journey.going().values("person")
    people = list(Person.objects.accessible_to(request.user).filter(pk__in=keys).order_by("pk"))
    return _paper(request, journey, lambda: pdf.pack(journey, people), "pack")


def _paper(request, journey: ReturnJourney, make: Callable[[], bytes], what: str) -> HttpResponse:
    wanted = request.GET.get("language", translation.get_language())
    language = wanted if wanted in dict(settings.LANGUAGES) else translation.get_language()
    with translation.override(language):
        try:
            made = make()
        except NoPaper:
            made = None
    if made is None:
        file = ReturnPage(journey, request.user)
        file.is_missing = True
        context = {"journey": journey, "case": journey.case, "file": file}
        return render(request, SHOW, context, status=503)
    log.log_event(request.user, "return.printed", journey, what=what, language=language)
    response = HttpResponse(made, content_type="application/pdf")
    # The number and never the name: files lie about in folders.
    name = f"{journey.case.number}-{what}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
