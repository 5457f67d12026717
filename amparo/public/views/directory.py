"""Views of the public directory and of its offline copy. None of them knows who asks."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from amparo.foundation.core.clock import now
from amparo.foundation.directory import search
from amparo.foundation.directory.models import Service, ServiceAtLocation
from amparo.foundation.directory.opening_hours import UNKNOWN, open_state_at
from amparo.foundation.directory.search import (
    PAGE_SIZE,
    Search,
    ServiceResult,
    places_with_services,
)
from amparo.foundation.directory.service_map import service_map_script
from amparo.foundation.people.models import Place
from amparo.pillars.advocacy.asks.public_asks import has_public_asks
from amparo.pillars.dialogue.public_consultations import has_public_consultations
from amparo.pillars.training.public_registration import has_open_events
from amparo.ui import formats
from amparo.ui.assets import optional_asset_url
from amparo.ui.permissions_policy import permissions_policy

from .. import offline_copy, presenters
from ..commitments import has_public_commitments
from ..figures import current_release
from ..presenters import ServiceDetail, ServiceListItem
from ..responses import cache_until_hours_change, page, public_page
from ..search_query import SearchQuery, place_groups


@public_page
def home(request: HttpRequest) -> HttpResponse:
    told = {
        "needs": search.NEEDS,
        "has_key_figures": current_release() is not None,
        "has_commitments": has_public_commitments() or has_public_asks(),
        "has_consultations": has_public_consultations(localdate(now())),
        "has_trainings": has_open_events(now()),
        **presenters.emergency_numbers(presenters.FEW_NUMBERS),
    }
    return page(request, "public/home.html", told)


@public_page
def services(request: HttpRequest, number: int) -> HttpResponse:
    """What answers a need: the open ones first, a page at a time."""
    need = search.need_by_number(number)
    if need is None:
        raise Http404
    asked = SearchQuery.read(need, request.GET)
    found = Search(asked.wanted)
    asked = asked.within(-(-len(found) // PAGE_SIZE))
    first = (asked.page - 1) * PAGE_SIZE
    shown = found.page(first, PAGE_SIZE)
    response = page(
        request,
        "public/services.html",
        {
            "asked": asked,
            "lines": [ServiceListItem(each) for each in shown],
            "count": len(found),
            "map": service_map_script(),
            "spoken": _language_choices(found.languages, asked.spoken),
            "earlier": asked.url(page=asked.page - 1) if asked.page > 1 else "",
            "later": asked.url(page=asked.page + 1) if len(found) > first + PAGE_SIZE else "",
            **presenters.emergency_numbers(presenters.FEW_NUMBERS if need.is_danger else 0),
        },
    )
    # "Near me" is answered by the telephone alone: no page sends where somebody is.
    response.headers["Permissions-Policy"] = permissions_policy(also=("geolocation",))
    return cache_until_hours_change(shown, response)


@public_page
def nearby(request: HttpRequest, number: int) -> HttpResponse:
    """The places to choose from, apart: a list of hundreds of names is sent to who asks for it."""
    need = search.need_by_number(number)
    if need is None:
        raise Http404
    asked = SearchQuery.read(need, request.GET)
    return page(request, "public/nearby.html", {"asked": asked, "areas": place_groups(asked)})


@public_page
def service(request: HttpRequest, ref) -> HttpResponse:
    """One service at one of its places; of a safe house, how to reach it and never where it is."""
    rows = ServiceAtLocation.objects.filter(ref=ref, service__status=Service.Status.ACTIVE)
    rows = rows.select_related("service__provider__organization", "location__place")
    there = rows.prefetch_related("opening_hours", "service__verifications").first()
    if there is None:
        raise Http404
    hours = [each.hours for each in there.opening_hours.all()]
    found = ServiceResult(there, open_state_at(hours, there.location.clock) if hours else UNKNOWN)
    need = search.need_from_text(request.GET.get("n", ""))  # the list that they came from
    asked = SearchQuery.read(need, request.GET) if need else None
    told = {"card": ServiceDetail(found), "asked": asked}
    return cache_until_hours_change([found], page(request, "public/service.html", told))


@public_page
def emergency_numbers_page(request: HttpRequest) -> HttpResponse:
    return page(request, "public/emergency_numbers.html", presenters.emergency_numbers())


@public_page
def rights_page(request: HttpRequest) -> HttpResponse:
    return page(request, "public/rights.html", {"rights": presenters.listed_rights()})


@public_page
def privacy_notice(request: HttpRequest) -> HttpResponse:
    return page(request, "public/privacy_notice.html")


def _language_choices(codes_there: set[str], chosen: str) -> list[tuple[str, str]]:
    """The languages that there are to choose from: those of what was found."""
    named = [(code, formats.language_name(code)) for code in codes_there | ({chosen} - {""})]
    return sorted(named, key=lambda choice: choice[1].casefold())


# Offline copy: asked for by a tap, explained before, removed by another tap.

WORKER_SCRIPT = "src/public/service_worker.ts"


@public_page
def offer_offline_copy(request: HttpRequest) -> HttpResponse:
    """What would be kept, how much it weighs, and who could see it."""
    choices = _place_choices()
    place = _chosen_place(request, choices)
    told = {
        "choices": choices,
        "place": place,
        "copy": offline_copy.copy_for(place),
        "url": _copy_url(place),
    }
    return page(request, "public/offline_copy.html", told)


@public_page
def offline_copy_file(request: HttpRequest) -> HttpResponse:
    """The pages themselves, in one file."""
    place = _chosen_place(request, _place_choices())
    return HttpResponse(offline_copy.copy_for(place).body, content_type="application/json")


@public_page
def service_worker(request: HttpRequest) -> HttpResponse:
    """What opens them without a network. From here it reaches the public pages and no others."""
    built = finders.find(optional_asset_url(WORKER_SCRIPT).removeprefix("/static/"))
    if not built:
        raise Http404
    return HttpResponse(Path(built).read_bytes(), content_type="text/javascript; charset=utf-8")


def _place_choices() -> list[Place]:
    """The countries in which somebody helps, then the towns."""
    there = places_with_services()
    codes = {town.country for town in there}
    countries = Place.objects.filter(kind=Place.Kind.COUNTRY, country__in=codes)
    return [*countries.order_by("name"), *(each for each in there if each not in countries)]


def _chosen_place(request: HttpRequest, choices: list[Place]) -> Place | None:
    return next((each for each in choices if str(each.ref) == request.GET.get("at")), None)


def _copy_url(place: Place | None) -> str:
    at = f"&at={place.ref}" if place else ""
    return f"{reverse('public:copy')}?lang={formats.current_language()}{at}"
