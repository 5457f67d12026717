"""What others ask of the directory: whom to call for a kind of help in a country."""

from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, Q

from .models import Location, Service, ServiceAtLocation, ServiceType
from .search import types_in_group


def services_to_call(country: str, types: Collection[str]) -> dict[str, list[Service]]:
    """Returns who is listed for each of these service types or groups of them, the one confirmed
    last first: services that operate in the country, with a telephone that is public. Of what is
    kept secret nothing. One query.
    """
    wanted = {code: types_in_group(code) for code in types}
    found: dict[str, list[Service]] = {code: [] for code in wanted}
    if not wanted:
        return found
    rows = ServiceType.objects.filter(
        code__in=frozenset().union(*wanted.values()), service__in=_to_call_in(country)
    ).select_related("service__provider__organization")
    for row in rows.order_by(F("service__verified_at").desc(nulls_last=True), "service", "code"):
        for code, within in wanted.items():
            if row.code in within and row.service not in found[code]:
                found[code].append(row.service)
    return found


def _to_call_in(country: str):
    anywhere = Q(location__kind=Location.Kind.VIRTUAL, location__place=None)
    there = ServiceAtLocation.objects.filter(
        anywhere | Q(location__place__country=country), service=OuterRef("pk"),
        location__is_confidential=False,
    )  # fmt: skip
    has_phone = ~Q(phone="") | ~Q(provider__phone="")
    return Service.objects.running().filter(has_phone, Exists(there), is_confidential=False)
