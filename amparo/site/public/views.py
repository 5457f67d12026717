"""The pages that anybody may open. None of them knows who asks."""

from django.http import Http404, HttpRequest, HttpResponse

from amparo.foundation.directory import search
from amparo.foundation.directory.models import Offered, Service
from amparo.foundation.directory.opening_hours import UNKNOWN, open_state_at
from amparo.foundation.directory.search import PAGE_SIZE, Search, ServiceResult
from amparo.ui import formats

from ..headers import permissions
from . import contents
from .answering import for_anybody, page, till
from .asked import Asked
from .built import MAP, built_as
from .nearby import areas
from .showing import Card, Line


@for_anybody
def home(request: HttpRequest) -> HttpResponse:
    told = {"needs": search.NEEDS, **contents.numbers(contents.FEW)}
    return page(request, "public/home.html", told)


@for_anybody
def services(request: HttpRequest, number: int) -> HttpResponse:
    """What answers a need: the open ones first, a page at a time."""
    need = search.need_by_number(number)
    if need is None:
        raise Http404
    asked = Asked.read(need, request.GET)
    found = Search(asked.wanted)
    asked = asked.within(-(-len(found) // PAGE_SIZE))
    first = (asked.page - 1) * PAGE_SIZE
    shown = found.some(first, PAGE_SIZE)
    response = page(
        request,
        "public/services.html",
        {
            "asked": asked,
            "lines": [Line(each) for each in shown],
            "count": len(found),
            "map": built_as(MAP),
            "spoken": _spoken(found.languages, asked.spoken),
            "earlier": asked.url(page=asked.page - 1) if asked.page > 1 else "",
            "later": asked.url(page=asked.page + 1) if len(found) > first + PAGE_SIZE else "",
            **contents.numbers(contents.FEW if need.is_danger else 0),
        },
    )
    # "Near me" is answered by the telephone alone: no page sends where somebody is.
    response.headers["Permissions-Policy"] = permissions(also=("geolocation",))
    return till(shown, response)


@for_anybody
def nearby(request: HttpRequest, number: int) -> HttpResponse:
    """The places to choose from, apart: a list of hundreds of names is sent to who asks for it."""
    need = search.need_by_number(number)
    if need is None:
        raise Http404
    asked = Asked.read(need, request.GET)
    return page(request, "public/nearby.html", {"asked": asked, "areas": areas(asked)})


@for_anybody
def service(request: HttpRequest, ref) -> HttpResponse:
    """One service at one of its places; of a safe house, how to reach it and never where it is."""
    offered = Offered.objects.filter(ref=ref, service__status=Service.Status.ACTIVE)
    offered = offered.select_related("service__provider__organization", "location__place")
    there = offered.prefetch_related("openings", "service__verifications").first()
    if there is None:
        raise Http404
    hours = [each.hours for each in there.openings.all()]
    found = ServiceResult(there, open_state_at(hours, there.location.clock) if hours else UNKNOWN)
    need = search.need_from_text(request.GET.get("n", ""))  # the list that they came from
    asked = Asked.read(need, request.GET) if need else None
    told = {"card": Card(found), "asked": asked}
    return till([found], page(request, "public/service.html", told))


@for_anybody
def numbers(request: HttpRequest) -> HttpResponse:
    return page(request, "public/numbers.html", contents.numbers())


@for_anybody
def rights(request: HttpRequest) -> HttpResponse:
    return page(request, "public/rights.html", {"rights": contents.rights()})


@for_anybody
def kept(request: HttpRequest) -> HttpResponse:
    return page(request, "public/kept.html")


def _spoken(codes_there: set[str], chosen: str) -> list[tuple[str, str]]:
    """The languages that there are to choose from: those of what was found."""
    named = [(code, formats.language_name(code)) for code in codes_there | ({chosen} - {""})]
    return sorted(named, key=lambda choice: choice[1].casefold())
