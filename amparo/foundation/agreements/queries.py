"""Questions that other apps ask about agreements."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from amparo.foundation.core.models import Organization
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.people.models import Place

from .models import Agreement, AgreementParty


def agreements_between(
    organization_a: Organization, organization_b: Organization, kinds: Iterable[str], day: date,
    *, place: int | None = None, country: str = "",
) -> QuerySet[Agreement]:  # fmt: skip
    """Agreements of these kinds in force between two institutions that both signed.

    With `country` or `place` (the key of a place), only those that hold there. One that is limited
    to places does not hold where the place is not known. Where rows are closed to the user, this
    finds none of them: ask `agreement_in_force`, or within an aggregate query.
    """
    found = Agreement.objects.in_force(day).filter(kind__in=list(kinds))
    for organization in (organization_a, organization_b):
        bound = AgreementParty.objects.current(day).signing().filter(
            agreement=OuterRef("pk"), organization=organization, signed_on__lte=day
        )  # fmt: skip
        found = found.filter(Exists(bound))
    if country:
        found = found.filter(country__in=("", country))
    limits = Agreement.places.through.objects.filter(agreement=OuterRef("pk"))
    return found.filter(~Exists(limits) | Exists(limits.filter(_around(place))))


@aggregate_query("who refers learns whether an agreement is in force, and opens none")
def agreement_in_force(
    organization_a: Organization, organization_b: Organization, kinds: Iterable[str], day: date,
    *, place: int | None = None, country: str = "",
) -> bool:  # fmt: skip
    """Whether there is one of these kinds, as `agreements_between`. False also where it is not
    known. One query.
    """
    found = agreements_between(
        organization_a, organization_b, kinds, day, place=place, country=country
    )
    return found.exists()


def _around(place: int | None) -> Q:
    """Limits to this place, or to one in which it lies."""
    if place is None:
        return Q(pk__in=[])
    here = Place.objects.filter(pk=place)
    around = (here.values(path) for path in ("within", "within__within", "within__within__within"))
    found = Q(place=place)
    for each in around:
        found |= Q(place__in=each)
    return found
