"""Unmet needs of cases as counted patterns: what leaves the files is a key, a place and codes."""

import hmac
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q

from amparo.foundation.disclosure_control.secret import rounding_secret
from amparo.foundation.links.rollup import UnmetCase
from amparo.foundation.people.models import Place
from amparo.pillars.assistance.assessment.models import UnmetNeed
from amparo.pillars.assistance.cases.models import Case


def unmet_cases(month: date) -> Iterator[UnmetCase]:
    """Returns the unmet needs that were open at some time of a month, given its first day.

    A need that was found unnecessary, or that a rule found and found no longer, does not count.
    Restricted cases are placed in their region, never in a smaller area.
    """
    following = (month + timedelta(days=32)).replace(day=1)
    open_then = Q(ended_at=None) | Q(ended_at__date__gte=month)
    real = UnmetNeed.objects.filter(case__team__office__is_practice=False)
    rows = real.filter(open_then, since__lt=following).exclude(
        ended_how__in=(
            UnmetNeed.End.NOT_NEEDED, UnmetNeed.End.REASSESSED, UnmetNeed.End.LAPSED,
        )
    )  # fmt: skip
    secret, regions = rounding_secret(), _regions()
    values = rows.values_list(
        "case__ref", "case__confidentiality", "place", "service_type", "right"
    )
    for ref, confidentiality, place, service_type, right in values.iterator(chunk_size=5000):
        is_ordinary = confidentiality == Case.Confidentiality.ORDINARY
        shown_at = place if is_ordinary else regions.get(place)
        digest = hmac.digest(secret, ref.bytes, "sha256")
        yield UnmetCase(int.from_bytes(digest[:8], "big"), shown_at, service_type, right)


def _regions() -> dict[int, int | None]:
    """The region, or the country, in which each place lies; None where it is in neither."""
    places = {pk: (kind, within) for pk, kind, within in Place.objects.values_list(
        "pk", "kind", "within"
    )}  # fmt: skip
    large = (Place.Kind.REGION, Place.Kind.COUNTRY)
    found: dict[int, int | None] = {}
    for pk in places:
        at: int | None = pk
        seen = set()
        while at is not None and at not in seen and places[at][0] not in large:
            seen.add(at)
            at = places[at][1]
        found[pk] = at if at is None or places[at][0] in large else None
    return found
