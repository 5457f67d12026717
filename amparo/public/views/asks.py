"""Advocacy asks for anybody: those put in public, where they stand and what was answered."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from amparo.pillars.advocacy.asks.public_asks import MOST_SHOWN, public_ask, public_asks
from amparo.pillars.dialogue.public_commitments import public_commitments

from ..responses import page, public_page


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """The latest that were put in public."""
    rows = [(each, each.text_for_reader) for each in public_asks()]
    return page(request, "public/asks.html", {"rows": rows, "most": MOST_SHOWN})


@public_page
def show(request: HttpRequest, ref: UUID) -> HttpResponse:
    """One: its words, who is asked, the figures that reached the desk, and what was answered."""
    found = public_ask(ref)
    if found is None:
        raise Http404
    commitment = found.commitment and public_commitments().filter(ref=found.commitment).first()
    return page(request, "public/ask.html", {"found": found, "commitment": commitment})
