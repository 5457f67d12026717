"""Endpoints of the open directory: `/api/hsds/`, as in the API reference of HSDS 3.

Open to everybody, and the same for everybody: answers are cached. What leaves is decided in
`directory.hsds.exporter` alone, so that no count, search or identifier tells of a safe house.
"""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe, quote_etag
from ninja import Query, Router

from amparo.foundation.core.rate_limits import address_of
from amparo.foundation.core.search import fold_text
from amparo.foundation.directory.hsds import exporter as out
from amparo.foundation.directory.hsds import schema, serializer, taxonomies
from amparo.foundation.directory.models import Provider, Service, ServiceAtLocation
from amparo.foundation.directory.page_cache import cached, is_throttled

from ..responses import problem
from .queries import Organizations, Page, Places, Services, Terms, filtered_services

router = Router(auth=None, tags=["HSDS"])
PROFILE = "https://docs.openreferral.org/"
MOST_LINES = 10_000


@router.get("/", summary="What this is", url_name="hsds")
def about(request: HttpRequest) -> HttpResponse:
    """Which version of HSDS, and where its description in OpenAPI lies."""
    told = {
        "version": schema.VERSION, "profile": PROFILE,
        "openapi_url": request.build_absolute_uri(reverse("api:openapi-json")),
    }  # fmt: skip
    return cached_response(request, lambda: told)


@router.get("/services", summary="Services, a page at a time", url_name="hsds-services")
def services(request: HttpRequest, asked: Query[Services]) -> HttpResponse:
    """Services that anybody may know of. `full` tells all of each, `minimal` almost nothing."""
    rows = filtered_services(out.public_services(), asked).order_by("ref")
    tell = _minimal if asked.minimal else _full if asked.full else _basic
    if asked.format == "ndjson":
        return cached_response(
            request, lambda: {"contents": _recorded(rows[:MOST_LINES], tell)}, lines=True
        )
    return cached_response(
        request, lambda: _page(request, rows, asked, lambda some: _recorded(some, tell))
    )


@router.get("/services/{uuid:id}", summary="One service", url_name="hsds-service")
def service(request: HttpRequest, id: UUID) -> HttpResponse:
    """A service with all that belongs to it."""
    return cached_response(
        request, lambda: _one(_recorded(out.public_services().filter(ref=id), _full))
    )


@router.get(
    "/service_at_locations", summary="Services at their places", url_name="hsds-at-locations"
)
def at_locations(request: HttpRequest, asked: Query[Places]) -> HttpResponse:
    """Each service at each of its places; by its hours and its address with `full`."""
    of_them = filtered_services(out.public_services(), asked)
    rows = _with_place(
        ServiceAtLocation.objects.filter(service__in=of_them, location__is_confidential=False)
    )
    tell = serializer.at_location if asked.full else _placed
    return cached_response(
        request, lambda: _page(request, rows, asked, lambda some: [*map(tell, some)])
    )


@router.get(
    "/service_at_locations/{uuid:id}", summary="A service at a place", url_name="hsds-at-location"
)
def at_location(request: HttpRequest, id: UUID) -> HttpResponse:
    rows = _with_place(out.public_services_at_locations().filter(ref=id))
    return cached_response(request, lambda: _one([*map(serializer.at_location, rows)]))


@router.get("/organizations", summary="Organizations", url_name="hsds-organizations")
def organizations(request: HttpRequest, asked: Query[Organizations]) -> HttpResponse:
    """Organizations that offer something that anybody may know of."""
    of_them = filtered_services(out.public_services(), asked)
    rows = Provider.objects.filter(services__in=of_them).distinct()
    rows = rows.select_related("organization").order_by("ref")
    tell = serializer.organization if asked.full else _named
    return cached_response(
        request, lambda: _page(request, rows, asked, lambda some: [*map(tell, some)])
    )


@router.get("/organizations/{uuid:id}", summary="One organization", url_name="hsds-organization")
def organization(request: HttpRequest, id: UUID) -> HttpResponse:
    """What it says of itself, and its places."""
    rows = out.public_providers().filter(ref=id).select_related("organization")
    return cached_response(request, lambda: _one([*map(_with_locations, rows)]))


@router.get("/taxonomies", summary="Taxonomies", url_name="hsds-taxonomies")
def all_taxonomies(request: HttpRequest, asked: Query[Page]) -> HttpResponse:
    return cached_response(request, lambda: _listed(taxonomies.taxonomies(), asked))


@router.get("/taxonomies/{uuid:id}", summary="One taxonomy", url_name="hsds-taxonomy")
def taxonomy(request: HttpRequest, id: UUID) -> HttpResponse:
    return cached_response(request, lambda: _one(_called(id, taxonomies.taxonomies())))


@router.get("/taxonomy_terms", summary="Kinds of help, and facts", url_name="hsds-terms")
def terms(request: HttpRequest, asked: Query[Terms]) -> HttpResponse:
    """The kinds of help in their groups, and what people on the move need to know."""
    return cached_response(request, lambda: _listed(list(_terms(asked)), asked))


@router.get("/taxonomy_terms/{uuid:id}", summary="One term", url_name="hsds-term")
def term(request: HttpRequest, id: UUID) -> HttpResponse:
    return cached_response(request, lambda: _one(_called(id, taxonomies.terms())))


def _terms(asked: Terms) -> Iterable[dict]:
    for each in taxonomies.terms():
        is_of = not asked.taxonomy_id or each["taxonomy_id"] == str(asked.taxonomy_id)
        is_in = not asked.parent_id or each.get("parent_id") == str(asked.parent_id)
        if is_of and is_in and not (asked.top_only and "parent_id" in each):
            yield each


def _called(ref: UUID, there: list[dict]) -> list[dict]:
    return [each for each in there if each["id"] == str(ref)]


def _one(found: list[dict]) -> dict:
    if not found:
        raise Http404
    return found[0]


def _recorded(rows, tell: Callable[[Service], dict]) -> list[dict]:
    if tell is _full:
        rows = out.with_details(rows)
    elif tell is _basic:
        rows = rows.select_related("provider__organization")
    return [tell(each) for each in rows]


def _full(record: Service) -> dict:
    return serializer.service(record, live=True)


def _basic(record: Service) -> dict:
    told = serializer.basics(record, live=True)
    return told | {"organization": _named(record.provider)}


def _minimal(record: Service) -> dict:
    changed = record.changed_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"id": str(record.ref), "last_modified": changed}


def _named(record: Provider) -> dict:
    told = serializer.organization(record)
    return {name: each for name, each in told.items() if not isinstance(each, list)}


def _with_locations(record: Provider) -> dict:
    there = out.public_locations().filter(provider=record).order_by("ref")
    there = there.select_related("place__within__within", "provider")
    return serializer.organization(record) | {"locations": [*map(serializer.location, there)]}


def _with_place(rows):
    return rows.select_related(
        "service", "location__provider", "location__place__within__within"
    ).prefetch_related("opening_hours").order_by("ref")  # fmt: skip


def _placed(record: ServiceAtLocation) -> dict:
    place = serializer.location(record.location)
    told = {name: each for name, each in place.items() if not isinstance(each, list)}
    return {
        "id": str(record.ref), "service_id": str(record.service.ref),
        "location_id": str(record.location.ref), "location": told,
    }  # fmt: skip


def _page(request: HttpRequest, rows, asked: Page, tell: Callable[[Iterable], list[dict]]) -> dict:
    """A page of rows. How many there are is counted once for all pages of one question."""
    told = request.GET.copy()
    for name in ("page", "per_page", "full", "minimal"):
        told.pop(name, None)
    total = cached(f"count\n{request.path}?{told.urlencode()}", rows.order_by().count)
    first = (asked.page - 1) * asked.per_page
    contents = tell(rows[first : first + asked.per_page]) if first < total else []
    return _wrapped(contents, total, asked)


def _listed(there: list[dict], asked: Page) -> dict:
    words = fold_text(asked.search).split()
    found = [
        each
        for each in there
        if all(word in fold_text(" ".join(map(str, each.values()))) for word in words)
    ]
    first = (asked.page - 1) * asked.per_page
    return _wrapped(found[first : first + asked.per_page], len(found), asked)


def _wrapped(contents: list[dict], total: int, asked: Page) -> dict:
    pages = -(-total // asked.per_page)
    return {
        "total_items": total, "total_pages": pages, "page_number": asked.page,
        "size": len(contents), "first_page": asked.page == 1,
        "last_page": asked.page >= pages, "empty": not contents, "contents": contents,
    }  # fmt: skip


# Cached answers.

# Of one address, from one process of ours, in a minute.
CALLS_A_MINUTE = 240
FRESH_SECONDS = "public, max-age=300"


def cached_response(
    request: HttpRequest, make: Callable[[], dict], *, lines: bool = False
) -> HttpResponse:
    """JSON that anybody may read from anywhere, with what a cache needs to ask whether it holds.

    The mark is that of the words themselves: it does not move when something changes that they
    do not tell, such as a safe house.
    """
    if is_throttled(f"hsds\n{address_of(request)}", CALLS_A_MINUTE):
        busy = problem(429)
        busy["Retry-After"] = "60"
        return busy
    body, mark, when = cached(request.build_absolute_uri(), lambda: _written(make(), lines=lines))
    response = HttpResponse(
        body, content_type="application/x-ndjson" if lines else "application/json"
    )
    response["ETag"] = mark
    if when:
        response["Last-Modified"] = when
    response["Cache-Control"] = FRESH_SECONDS
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.is_for_anybody = True  # type: ignore[attr-defined]
    modified = parse_http_date_safe(response.get("Last-Modified", ""))
    told = get_conditional_response(
        request, etag=response["ETag"], last_modified=modified, response=response
    )
    if told is not response and told is not None:
        told.is_for_anybody = True  # type: ignore[attr-defined]
        told["Access-Control-Allow-Origin"] = "*"
        told["Cross-Origin-Resource-Policy"] = "cross-origin"
    return told or response


def _written(told: dict, *, lines: bool) -> tuple[bytes, str, str]:
    """The answer, its mark, and when the youngest of what it tells changed, where that is said."""
    rows = told["contents"] if lines else [told]
    texts = [json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in rows]
    body = "".join(f"{text}\n" for text in texts).encode()
    return body, quote_etag(sha256(body).hexdigest()[:32]), _latest(told)


def _latest(told: dict) -> str:
    rows = told.get("contents", [told])
    said = [row["last_modified"] for row in rows if row.get("last_modified")]
    return http_date(datetime.fromisoformat(max(said)).timestamp()) if said else ""
