"""Gathering all that bears on one person, family or community, and weighing it."""

from collections.abc import Iterator

from django.db.models import Q

from amparo.foundation.people.models import Community, Family, Person, Place
from amparo.foundation.trust.models import User

from .models import Incident, Observation
from .risk import BandRule, Observed, Risk, weigh


def weigh_subject(
    *,
    user: User,
    person: Person | None = None,
    family: Family | None = None,
    community: Community | None = None,
    place: Place | None = None,
    rule: BandRule | None = None,
) -> Risk:
    """The risk as far as `user` may see: of one subject, in the context of the place they are in.

    A person is weighed with their family; a place without a subject is weighed by itself.
    """
    if community and place is None:
        place = community.place
    alone = not (person or family or community)
    own = Observation.objects.context_of(place) if alone else _own(person, family, community)
    context = Observation.objects.none() if alone else Observation.objects.context_of(place)
    return weigh(
        [
            *(each.as_observed() for each in own.open_to(user)),
            *_happened(user, person, family, community),
            *(each.as_observed(inherited=True) for each in context.open_to(user)),
        ],
        rule,
    )


def _own(person: Person | None, family: Family | None, community: Community | None):
    about = Q(community=community) if community else Q(pk__in=[])
    if person:
        about |= Q(person=person) | Q(family__members__person=person)
    if family:
        about |= Q(family=family) | Q(person__in_families__family=family)
    return Observation.objects.standing().filter(about).distinct()


def _happened(
    user: User, person: Person | None, family: Family | None, community: Community | None
) -> Iterator[Observed]:
    """Incidents that may happen again are threats."""
    about = Q(community=community) if community else Q(pk__in=[])
    if person:
        about |= Q(victims__person=person)
    if family:
        about |= Q(victims__person__in_families__family=family)
    found = Incident.objects.that_still_threaten().filter(about).distinct().open_to(user)
    yield from (incident.as_observed() for incident in found)
