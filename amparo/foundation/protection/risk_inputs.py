"""Collects the observations and incidents of one subject, and assesses their risk."""

from collections.abc import Iterator

from django.db.models import Q

from amparo.foundation.core.models import User
from amparo.foundation.people.models import Community, Family, Person, Place

from .models import Incident, Observation
from .models.observations import SHARED_LEVELS
from .risk import BandRule, Observed, Risk, assess_risk


def assess_subject_risk(
    *,
    user: User,
    person: Person | None = None,
    family: Family | None = None,
    community: Community | None = None,
    place: Place | None = None,
    rule: BandRule | None = None,
    is_screened: bool = False,
    has_grave_flag: bool = False,
) -> Risk:
    """The risk as far as `user` may see: of one subject, in the context of the place they are in.

    A person is weighed with their family; a place without a subject is weighed by itself. Only
    what was observed of the subject itself is an observation about them; what is known of the
    family of a person, or of the place, is not.
    """
    if community and place is None:
        place = community.place
    alone = not (person or family or community)
    return assess_risk(
        [
            *_observations(user, person, family, community, place, alone),
            *_incidents(user, person, family, community),
        ],
        rule,
        is_screened=is_screened,
        has_grave_flag=has_grave_flag,
    )


def _observations(
    user: User,
    person: Person | None,
    family: Family | None,
    community: Community | None,
    place: Place | None,
    alone: bool,
) -> Iterator[Observed]:
    """What was seen of them, and what is known of the place: one question to the database."""
    about = _about_subject(person, family, community) | _about_surroundings(place)
    found = Observation.objects.current().filter(about).distinct().accessible_to(user)
    for each in found:
        is_own = each.place_id is None and (person is None or each.person_id == person.pk)
        yield each.as_observed(
            inherited=each.place_id is not None and not alone, is_own=is_own or alone
        )


def _about_subject(person: Person | None, family: Family | None, community: Community | None) -> Q:
    about = Q(community=community) if community else Q(pk__in=[])
    if person:
        about |= Q(person=person) | Q(family__members__person=person)
    if family:
        about |= Q(family=family) | Q(person__in_families__family=family)
    return about


def _about_surroundings(place: Place | None) -> Q:
    around = Place.objects.around(place)
    return Q(place__in=around, level__in=SHARED_LEVELS) if around else Q(pk__in=[])


def _incidents(
    user: User, person: Person | None, family: Family | None, community: Community | None
) -> Iterator[Observed]:
    """Incidents that may happen again are threats."""
    about = Q(community=community) if community else Q(pk__in=[])
    if person:
        about |= Q(victims__person=person)
    if family:
        about |= Q(victims__person__in_families__family=family)
    found = Incident.objects.that_still_threaten().filter(about).distinct().accessible_to(user)
    yield from (incident.as_observed() for incident in found)
