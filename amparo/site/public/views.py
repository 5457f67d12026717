"""The pages that anybody may open. None of them knows who asks."""

from django.http import Http404, HttpRequest, HttpResponse

from amparo.foundation.directory import needs
from amparo.foundation.directory.finding import (
    A_PAGE,
    Found,
    find,
    towns,
)
from amparo.foundation.directory.models import EmergencyNumber, Offered, Service
from amparo.foundation.directory.opening_hours import UNKNOWN, door
from amparo.foundation.trust import codes
from amparo.ui import cldr

from ..headers import permissions
from .answering import for_anybody, page
from .asked import Asked
from .showing import Card, Line

# A few rights that people ask about most, by their codes in the reference list.
RIGHTS = (
    "nondiscrimination", "health", "education", "documents", "wages", "slavery", "trafficking",
    "gbv", "liberty", "consular", "asylum", "expulsion", "family", "fair_trial", "remedy",
)  # fmt: skip
# So many can be tapped on the first page; more have a page of their own.
FEW = 4


@for_anybody
def home(request: HttpRequest) -> HttpResponse:
    return page(request, "public/home.html", {"needs": needs.NEEDS, **_numbers(FEW)})


@for_anybody
def services(request: HttpRequest, number: int) -> HttpResponse:
    """What answers a need: the open ones first, a page at a time."""
    need = needs.find(number)
    if need is None:
        raise Http404
    places = towns()
    asked = Asked.read(need, request.GET, places)
    found = find(asked.wanted)
    first = (asked.page - 1) * A_PAGE
    response = page(
        request,
        "public/services.html",
        {
            "asked": asked,
            "lines": [Line(each) for each in found[first : first + A_PAGE]],
            "count": len(found),
            "places": places,
            "spoken": _spoken(found, asked.spoken),
            "earlier": asked.url(page=asked.page - 1) if asked.page > 1 else "",
            "later": asked.url(page=asked.page + 1) if len(found) > first + A_PAGE else "",
            **(_numbers(FEW) if need.is_danger else {}),
        },
    )
    # "Near me" is answered by the telephone alone: no page sends where somebody is.
    response.headers["Permissions-Policy"] = permissions(also=("geolocation",))
    return response


@for_anybody
def service(request: HttpRequest, ref) -> HttpResponse:
    """One service at one of its places; of a safe house, how to reach it and never where it is."""
    offered = Offered.objects.filter(ref=ref, service__status=Service.Status.ACTIVE)
    offered = offered.select_related("service__provider__organization", "location")
    there = offered.prefetch_related("openings", "service__verifications").first()
    if there is None:
        raise Http404
    hours = [each.hours for each in there.openings.all()]
    found = Found(there, door(hours, there.location.clock) if hours else UNKNOWN)
    need = needs.read(request.GET.get("n", ""))  # the list that they came from
    return page(request, "public/service.html", {"card": Card(found, hours), "need": need})


@for_anybody
def numbers(request: HttpRequest) -> HttpResponse:
    return page(request, "public/numbers.html", _numbers())


@for_anybody
def rights(request: HttpRequest) -> HttpResponse:
    """Some rights in the words of the reference list, and where they are written."""
    terms = [codes.find("right", code) for code in RIGHTS]
    told = [(term.label, _written_in(term)) for term in terms if term and term.is_active]
    return page(request, "public/rights.html", {"rights": told})


@for_anybody
def kept(request: HttpRequest) -> HttpResponse:
    return page(request, "public/kept.html")


def _numbers(most: int = 500) -> dict:
    """The emergency numbers by country; on the first page only where they are few."""
    there = list(EmergencyNumber.objects.all()[:500])
    kinds = list(EmergencyNumber.Kind)
    there.sort(key=lambda each: (cldr.country(each.country), kinds.index(each.kind)))
    return {"numbers": there if len(there) <= most else [], "has_numbers": bool(there)}


def _written_in(term: codes.Term) -> list[str]:
    articles = term.extra.get("articles", {})
    return [
        f"{codes.label('instrument', code)} ({said})" for code, said in list(articles.items())[:3]
    ]


def _spoken(found: list[Found], chosen: str) -> list[tuple[str, str]]:
    """The languages that there are to choose from: those of what was found."""
    codes_there = {chosen} - {""}
    for each in found:
        codes_there.update(each.service.languages, each.service.interpreted)
    named = [(code, cldr.language(code)) for code in codes_there]
    return sorted(named, key=lambda choice: choice[1].casefold())
