"""Commitments for anybody: the list, one of them, and the feed."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from amparo.pillars.advocacy.asks.public_asks import has_public_asks
from amparo.pillars.dialogue.public_commitments import public_commitment

from .. import commitments
from ..responses import page, public_page


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """The latest that were published; `q` finds those with all of its words."""
    words = request.GET.get("q", "")
    rows, is_cut = commitments.listed(words)
    context = {
        "rows": rows, "is_cut": is_cut, "words": words, "most": commitments.MOST_SHOWN,
        "has_asks": has_public_asks(),
    }  # fmt: skip
    return page(request, "public/commitments.html", context)


@public_page
def show(request: HttpRequest, ref: UUID) -> HttpResponse:
    """One that was published: its words, who is to do it, what was reported and reviewed."""
    found = public_commitment(ref)
    if found is None:
        raise Http404
    context = {
        "commitment": found, "state": found.state_label(found.office.today()),
        "line": next(iter(found.reported), None), "review": next(iter(found.reviewed), None),
    }  # fmt: skip
    return page(request, "public/commitment.html", context)


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    body = commitments.feed(request.build_absolute_uri("/").rstrip("/"))
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
