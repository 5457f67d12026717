"""Keeping the pages on a telephone: asked for by a tap, told before, removed by another tap."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from amparo.foundation.directory.search import places_with_services
from amparo.foundation.people.models import Place
from amparo.ui import formats

from . import copying
from .answering import for_anybody, page
from .built import built_as

WORKER = "src/public/worker.ts"


@for_anybody
def keep(request: HttpRequest) -> HttpResponse:
    """What would be kept, how much it weighs, and who could see it."""
    choices = _choices()
    place = _chosen(request, choices)
    told = {"choices": choices, "place": place, "copy": copying.of(place), "url": _url(place)}
    return page(request, "public/keep.html", told)


@for_anybody
def copy(request: HttpRequest) -> HttpResponse:
    """The pages themselves, in one file."""
    place = _chosen(request, _choices())
    return HttpResponse(copying.of(place).body, content_type="application/json")


@for_anybody
def worker(request: HttpRequest) -> HttpResponse:
    """What opens them without a network. From here it reaches the public pages and no others."""
    built = finders.find(built_as(WORKER).removeprefix("/static/"))
    if not built:
        raise Http404
    return HttpResponse(Path(built).read_bytes(), content_type="text/javascript; charset=utf-8")


def _choices() -> list[Place]:
    """The countries in which somebody helps, then the towns."""
    there = places_with_services()
    codes = {town.country for town in there}
    countries = Place.objects.filter(kind=Place.Kind.COUNTRY, country__in=codes)
    return [*countries.order_by("name"), *(each for each in there if each not in countries)]


def _chosen(request: HttpRequest, choices: list[Place]) -> Place | None:
    return next((each for each in choices if str(each.ref) == request.GET.get("at")), None)


def _url(place: Place | None) -> str:
    at = f"&at={place.ref}" if place else ""
    return f"{reverse('public:copy')}?lang={formats.current_language()}{at}"
