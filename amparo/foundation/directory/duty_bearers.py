"""Who owes a right at a place: institutions by the obligations of their mandate and territory."""

from collections.abc import Iterable

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Organization
from amparo.foundation.people.models import Place

from .models import Obligation


def bearers_by_right(
    asked: Iterable[tuple[str, Place]],
) -> dict[tuple[str, int], list[Organization]]:
    """Returns for each right and place the institutions with an obligation of that right whose
    territory holds the place, the nearest territory first. Nothing for no right.

    An obligation without a territory holds wherever the country of the institution is that of
    the place. One query, and another one for places that do not know what they lie in.
    """
    wanted = {(right, place.pk): place for right, place in asked if right}
    if not wanted:
        return {}
    rights = {right for right, _place in wanted}
    of_right = {
        term.code: term.parent for term in codes.terms("obligation") if term.parent in rights
    }
    rows = Obligation.objects.filter(code__in=of_right).select_related("bearer__organization")
    obligations = list(rows.order_by("bearer__organization__name", "pk"))
    around = _around(wanted.values())
    found: dict[tuple[str, int], list[Organization]] = {}
    for (right, key), place in wanted.items():
        distances: dict[int, int] = {}
        owed = {}
        for each in obligations:
            if of_right[each.code] != right:
                continue
            organization = each.bearer.organization
            distance = _distance(each, place, around[key], organization.country)
            if distance is not None:
                owed[organization.pk] = organization
                distances[organization.pk] = min(
                    distance, distances.get(organization.pk, distance)
                )
        found[right, key] = sorted(owed.values(), key=lambda one: (distances[one.pk], one.name))
    return found


def _around(asked: Iterable[Place]) -> dict[int, list[int]]:
    """Each place and every larger one that it lies in, the nearest first."""
    places = {place.pk: place for place in asked}
    unknown = [key for key, place in places.items() if not place.knows_larger_places]
    if unknown:
        found = Place.objects.filter(pk__in=unknown)
        places |= {each.pk: each for each in found.select_related("within__within__within")}
    return {key: [each.pk for each in Place.objects.around(at)] for key, at in places.items()}


def _distance(obligation: Obligation, place: Place, around: list[int], country: str) -> int | None:
    """How far out its territory lies; None where the place is not in it."""
    if obligation.place_id is None:
        return len(around) if not place.country or country in ("", place.country) else None
    return around.index(obligation.place_id) if obligation.place_id in around else None
