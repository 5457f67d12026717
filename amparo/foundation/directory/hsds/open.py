"""What leaves the house. A safe house never does: no export, no count, no identifier tells of it.

A service leaves when it is not confidential and is given at a place that everybody may know; a
place, when such a service is given there; an organization, when it gives one. So neither an
address that hides somebody nor who runs it can be found by what is missing.
"""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from ..models import Area, Location, Offered, Provider, Service, ServiceType

# Kinds of help that hide people: kept in, also where nobody ticked that they are confidential.
HIDING = ("shelter.safehouse",)

_AT_OPEN_PLACES = Offered.objects.filter(location__is_hidden=False)


def services() -> QuerySet[Service]:
    there = _AT_OPEN_PLACES.filter(service=OuterRef("pk"))
    kind = ServiceType.objects.filter(service=OuterRef("pk"), code__in=HIDING)
    return Service.objects.filter(Exists(there), ~Exists(kind), is_confidential=False)


def offered() -> QuerySet[Offered]:
    return _AT_OPEN_PLACES.filter(service__in=services())


def providers() -> QuerySet[Provider]:
    return Provider.objects.filter(Exists(services().filter(provider=OuterRef("pk"))))


def locations() -> QuerySet[Location]:
    return Location.objects.filter(Exists(offered().filter(location=OuterRef("pk"))))


def whole(rows: QuerySet[Service]) -> QuerySet[Service]:
    """With all that belongs to them, in a few queries however many they are."""
    places = _AT_OPEN_PLACES.select_related("location__place__within", "location__provider")
    return rows.select_related("provider__organization").prefetch_related(
        "types", "prices", "desks", "verifications",
        Prefetch("areas", Area.objects.select_related("place")),
        Prefetch("offered", places.order_by("ref").prefetch_related("openings")),
    )  # fmt: skip
