"""Which services could help: found in the directory, those that fit best first, each with why."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.directory.models import (
    EmergencyNumber,
    Location,
    Service,
    ServiceAtLocation,
)
from amparo.foundation.directory.search import (
    ServiceQuery,
    ServiceResult,
    group_by_service,
    search_services,
    types_in_group,
)
from amparo.foundation.people.models import Person, Place
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case

from .service_fit import FitResult, NeedProfile, Proximity, ServiceOffer, score_service

# Whom to call for an urgent need, the first that a country has.
_Kind = EmergencyNumber.Kind
EMERGENCY_NUMBERS: dict[str, tuple[str, ...]] = {
    "danger_now": (_Kind.POLICE, _Kind.ANY),
    "medical": (_Kind.AMBULANCE, _Kind.ANY),
    "suicide": (_Kind.AMBULANCE, _Kind.ANY),
    "sexual_violence": (_Kind.AMBULANCE, _Kind.ANY),
    "child_alone": (_Kind.CHILDREN, _Kind.POLICE, _Kind.ANY),
}
# What the rule says, in words (see `fit.py`).
FIT_TEXTS: dict[str, Promise] = {
    "exactly": _("Exactly this kind of help"),
    "related": _("A related kind of help"),
    "children_welcome": _("Prepared for children"),
    "women_only": _("For women and their children"),
    "men_only": _("For men"),
    "children_only": _("For children and adolescents"),
    "age": _("Not for this age"),
    "permit": _("Not for somebody without a permit to stay"),
    "no_papers": _("Does not ask for papers"),
    "papers": _("Asks for papers"),
    "irregular_welcome": _("Open to people without a permit to stay"),
    "no_firewall": _("May tell immigration control"),
    "language": _("Speaks their language"),
    "interpreter": _("With an interpreter of their language"),
    "no_language": _("Nobody there speaks their language"),
    "language_unknown": _("Not known which languages are spoken"),
    "here": _("In the same place"),
    "by_call": _("By telephone, from anywhere"),
    "same_country": _("In the same country"),
    "abroad": _("In another country"),
    "room": _("Places available"),
    "little_room": _("A little room"),
    "full": _("Said to be full today"),
    "never_confirmed": _("Not confirmed by anyone yet"),
    "fresh": _("Confirmed lately"),
    "stale": _("Not confirmed for more than a year"),
    "open": _("Open now"),
}
HOSPITAL = "health.primary"
# More than this nobody reads: one looks in the directory instead.
SHOWN = 40


@dataclass(frozen=True)
class ServiceCandidate:
    """A service that could be asked, and how well it fits."""

    service: Service
    fit: FitResult

    @property
    def reasons(self) -> list[Promise]:
        return [FIT_TEXTS[code] for code in self.fit.reasons]

    @property
    def warnings(self) -> list[Promise]:
        return [FIT_TEXTS[code] for code in self.fit.warnings]

    @property
    def against(self) -> list[Promise]:
        return [FIT_TEXTS[code] for code in self.fit.against]

    @property
    def order(self) -> tuple:
        return self.fit.rank, self.service.provider.organization.name, self.service.pk


def matching_services(
    case: Case, people: Iterable[Person], service_type: str
) -> list[ServiceCandidate]:
    """All services of this kind of help that run, the best fit first."""
    needs = need_profile(case, people, service_type)
    group = code_lists.find("service_type", service_type)
    types = types_in_group(group.parent or group.code) if group else frozenset({service_type})
    found = group_by_service(search_services(ServiceQuery(types=types)))
    places = ServiceAtLocation.objects.select_related("location__place")
    prefetch_related_objects(
        list(found),
        "types",
        Prefetch("service_at_locations", places),
        "service_at_locations__opening_hours",
    )
    around = Place.objects.around(case.place)
    ranked = [
        ServiceCandidate(
            service, score_service(needs, service_offer(service, doors, case.place, around))
        )
        for service, doors in found.items()
        if service.provider.organization.kind != "own"
    ]
    return sorted(ranked, key=lambda each: each.order)[:SHOWN]


def nearest_hospital(case: Case) -> Service | None:
    """Returns the service for primary and emergency care that fits best where the case is; None
    where the directory has none there. Asks nobody's details: there is no time for that.
    """
    found = matching_services(case, (), HOSPITAL)
    here = (each.service for each in found if {"exactly", "here"} <= set(each.fit.reasons))
    return next(here, None)


def emergency_numbers_of(case: Case) -> dict[str, EmergencyNumber]:
    """Returns whom to call where the case is, by the urgent need that calls for it; nothing of a
    need for which the country has no number. The country is that of the place of the case, else
    of its office.
    """
    country = (case.place.country if case.place else "") or case.office.country
    known = {each.kind: each for each in EmergencyNumber.objects.filter(country=country)}
    return {
        need: known[kind]
        for need, kinds in EMERGENCY_NUMBERS.items()
        if (kind := next((each for each in kinds if each in known), None))
    }


def need_profile(case: Case, people: Iterable[Person], service_type: str) -> NeedProfile:
    people, today = list(people), case.office.today()
    within = types_in_group(service_type) if "." not in service_type else {service_type}
    ages = (person.age(today) for person in people)
    return NeedProfile(
        types=frozenset(within),
        languages=_languages(people),
        sexes=frozenset(person.sex for person in people if person.sex),
        ages=tuple(age for age in ages if age is not None),
        is_irregular=any(person.migration_status == "irregular" for person in people),
        has_papers=all(_has_papers(person) for person in people),
    )


def _languages(people: list[Person]) -> frozenset[str]:
    """What is spoken with them: where an interpreter is needed, that language."""
    spoken = {person.interpreter for person in people if person.interpreter}
    return frozenset(spoken or {each for person in people for each in person.languages})


def _has_papers(person: Person) -> bool:
    """In their own hands."""
    return any(document.held_by == "person" for document in person.documents.all())


def service_offer(
    service: Service, doors: list[ServiceResult], place: Place | None, around: list[Place]
) -> ServiceOffer:
    verified = (now() - service.verified_at).days if service.verified_at else None
    return ServiceOffer(
        types=frozenset(each.code for each in service.types.all()),
        languages=frozenset(service.languages),
        interpreted=frozenset(service.interpreted),
        audience=service.audience,
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        asks_for_papers=service.requires_documents,
        welcomes_irregular=service.welcomes_irregular,
        is_child_friendly=service.is_child_friendly,
        is_free=service.is_free,
        keeps_firewall=service.provider.keeps_firewall,
        room=service.current_capacity(),
        is_open=_is_open(doors),
        near=min((_near(each.location, place, around) for each in doors), key=lambda n: n.value),
        verified_days=verified,
    )


def _is_open(doors: list[ServiceResult]) -> bool | None:
    states = {each.open_state.is_open for each in doors}
    return True if True in states else (False if states == {False} else None)


def _near(location: Location, place: Place | None, around: list[Place]) -> Proximity:
    """By the gazetteer; where a safe house is, nobody learns from its place in this list."""
    if location.kind == Location.Kind.VIRTUAL:
        return Proximity.BY_CALL
    if place is None or location.place is None or location.is_confidential:
        return Proximity.UNKNOWN
    if any(each.pk == location.place_id for each in around if each.kind != Place.Kind.COUNTRY):
        return Proximity.HERE
    is_close = location.place.country and location.place.country == place.country
    return Proximity.CLOSE if is_close else Proximity.FAR
