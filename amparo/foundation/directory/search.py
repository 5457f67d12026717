"""Search for services: by need, place, language and conditions, with what is open now first.

Used by the public page and by caseworkers. A safe house is found, but never its place.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.people.models import Place

from .models import Location, OpeningHours, Service, ServiceAtLocation, ServiceType
from .models.locations import local_time_in
from .opening_hours import UNKNOWN, Hours, OpenState, open_state_at

# Hours are looked at one by one: no more than so many at once.
MAXIMUM_RESULTS = 400
PAGE_SIZE = 20
# Where nobody says where they are, the freshest of the whole directory are shown.
ANYWHERE = None


@dataclass(frozen=True)
class ServiceQuery:
    """What somebody looks for; what is left out does not matter to them."""

    types: frozenset[str] = frozenset()
    place: Place | None = ANYWHERE
    open_now: bool = False
    no_papers: bool = False
    irregular: bool = False
    free: bool = False
    for_children: bool = False
    language: str = ""
    audience: str = ""


@dataclass(frozen=True)
class ServiceResult:
    """A service at one of its places, with its opening state now."""

    service_at_location: ServiceAtLocation
    open_state: OpenState

    @property
    def service(self) -> Service:
        return self.service_at_location.service

    @property
    def location(self) -> Location:
        return self.service_at_location.location

    @property
    def is_secret(self) -> bool:
        """Found by a call and not by an address."""
        return self.service.is_confidential or self.location.is_confidential


def search_services(wanted: ServiceQuery) -> list[ServiceResult]:
    """The best first: open ones, then those who open next, the freshest of each."""
    return Search(wanted).page()


class Search:
    """All that fits, in its order; a service is fetched whole only where it is shown."""

    def __init__(self, wanted: ServiceQuery):
        pks = list(_candidates(wanted).values_list("pk", flat=True)[:MAXIMUM_RESULTS])
        facts = ServiceAtLocation.objects.filter(pk__in=pks).values_list(
            "pk", "location__time_zone", "service__languages", "service__interpreted"
        )
        rows = {row[0]: row for row in facts}
        there = [rows[pk] for pk in pks if _speaks(rows[pk], wanted.language)]
        hours = _hours(pk for pk, *_more in there)
        state_of = cache(_open_state)  # many keep the same hours
        states = {pk: state_of(tuple(hours.get(pk, ())), zone) for pk, zone, *_more in there}
        found = [pk for pk in states if not (wanted.open_now and states[pk].is_open is False)]
        self._states = {pk: states[pk] for pk in sorted(found, key=lambda pk: _rank(states[pk]))}
        self._languages = {pk: (*spoken, *through) for pk, _zone, spoken, through in there}

    def __len__(self) -> int:
        return len(self._states)

    @property
    def languages(self) -> set[str]:
        """Spoken, or through an interpreter, in what was found."""
        return {code for pk in self._states for code in self._languages[pk]}

    def page(self, first: int = 0, count: int = MAXIMUM_RESULTS) -> list[ServiceResult]:
        pks = list(self._states)[first : first + count]
        rows = ServiceAtLocation.objects.select_related(
            "service__provider__organization", "location__place"
        ).prefetch_related("opening_hours")
        whole = {each.pk: each for each in rows.filter(pk__in=pks)}
        return [ServiceResult(whole[pk], self._states[pk]) for pk in pks if pk in whole]


def _speaks(row: tuple, language: str) -> bool:
    _pk, _zone, spoken, through = row
    return not language or language in (*spoken, *through)


def _hours(pks: Iterable[int]) -> dict[int, list[Hours]]:
    """The timetables of many at once, without fetching anything else of them."""
    found: dict[int, list[Hours]] = defaultdict(list)
    names = ("days", "opens", "closes", "since", "until", "for_women", "is_shut")
    rows = OpeningHours.objects.filter(service_at_location__in=list(pks)).values_list(
        "service_at_location", *names
    )
    for pk, days, *rest in rows:
        found[pk].append(Hours(frozenset(days.split(",")), *rest))
    return found


def types_in_group(code: str) -> frozenset[str]:
    """The types of a group: the group itself and all that lies within it."""
    within = {term.code for term in codes.terms("service_type") if term.parent == code}
    return frozenset({code, *within})


def places_within(place: Place) -> set[int]:
    """The place and all that lies in it, as keys."""
    found, edge = {place.pk}, {place.pk}
    while edge:
        edge = set(Place.objects.filter(within__in=edge).values_list("pk", flat=True)) - found
        found |= edge
    return found


def places_with_services() -> "list[Place]":
    """Places in which somebody helps, for those who say where they are."""
    public = ServiceAtLocation.objects.filter(
        service__status=Service.Status.ACTIVE,
        service__is_confidential=False,
        location__is_confidential=False,
    )
    somebody = Exists(public.filter(location__place=OuterRef("pk")))
    there = Place.objects.filter(somebody).select_related("within")
    return list(there.order_by("country", "name"))


def _candidates(wanted: ServiceQuery) -> QuerySet[ServiceAtLocation]:
    rows = ServiceAtLocation.objects.filter(service__status=Service.Status.ACTIVE)
    if wanted.place is not None:
        rows = rows.filter(pk__in=_offers_near(wanted.place))
    if wanted.types:
        types = ServiceType.objects.filter(code__in=wanted.types)
        # Near a place few are left, each looked up; anywhere, all of the types are fetched first.
        rows = (
            rows.filter(service__in=types.values("service"))
            if wanted.place is None
            else rows.filter(Exists(types.filter(service=OuterRef("service"))))
        )
    for name, asked in _CONDITIONS.items():
        if getattr(wanted, name):
            rows = rows.filter(asked)
    if wanted.audience:
        rows = rows.filter(service__audience__in=("", wanted.audience))
    return rows.order_by("-service__verified_at", "pk")


def _offers_near(place: Place) -> QuerySet:
    """Services given in the place, and those of its country that are reached by a call.

    Asked as one condition, a database looks through the whole directory instead.
    """
    visited = ServiceAtLocation.objects.filter(location__place__in=places_within(place)).exclude(
        _IS_REACHED_BY_PHONE
    )
    country = Q(location__place=None) | Q(location__place__country=place.country)
    called = [ServiceAtLocation.objects.filter(each & country) for each in _REACHED_BY_PHONE]
    return visited.values("pk").union(*(each.values("pk") for each in called))


# Answered by a call wherever one is. A safe house too: who asks for one town after another must
# not learn in which it stands.
_REACHED_BY_PHONE = (
    Q(location__kind=Location.Kind.VIRTUAL),
    Q(location__is_confidential=True),
    Q(service__is_confidential=True),
)
_IS_REACHED_BY_PHONE = _REACHED_BY_PHONE[0] | _REACHED_BY_PHONE[1] | _REACHED_BY_PHONE[2]
_CONDITIONS = {
    "no_papers": Q(service__requires_documents=False),
    "irregular": Q(service__welcomes_irregular=True),
    "free": Q(service__is_free=True),
    "for_children": Q(service__is_child_friendly=True),
}


def _open_state(lines: tuple[Hours, ...], zone: str) -> OpenState:
    return open_state_at(lines, local_time_in(zone)) if lines else UNKNOWN


def _rank(state: OpenState) -> tuple:
    """Open, not known, shut: the one that opens first, and last the one that does not."""
    opens = state.changes_at.isoformat() if state.is_open is False and state.changes_at else ""
    return {True: 0, None: 1, False: 2}[state.is_open], state.is_open is False and not opens, opens


def group_by_service(found: Iterable[ServiceResult]) -> dict[Service, list[ServiceResult]]:
    """The same, a service once: its nearest location first."""
    kept: dict[Service, list[ServiceResult]] = defaultdict(list)
    for each in found:
        kept[each.service].append(each)
    return dict(kept)


# The needs of the public page, and the service types that answer each.


@dataclass(frozen=True)
class Need:
    """One door of the first page. Its number is all that an address says of it."""

    number: int
    label: Promise
    sign: str
    groups: tuple[str, ...] = ()
    # The title in the history of the telephone, where the need itself would put them at risk.
    title: Promise | None = None

    @property
    def types(self) -> frozenset[str]:
        return frozenset().union(*map(types_in_group, self.groups))

    @property
    def is_danger(self) -> bool:
        return self.title is not None


NEEDS = (
    Need(1, _("Food"), "soup", ("food",)),
    Need(2, _("A place to sleep"), "bed", ("shelter",)),
    Need(3, _("A doctor or medicine"), "stethoscope", ("health",)),
    Need(4, _("Documents or a lawyer"), "id", ("legal",)),
    Need(5, _("Find my family"), "users", ("family",)),
    Need(
        6,
        _("Go back to my country safely"),
        "home-heart",
        ("return", "reintegration", "counselling.return"),
    ),
    Need(
        7,
        _("I am forced to work, held or hurt"),
        "hand-stop",
        (
            "safety", "shelter.safehouse", "health.cmr", "counselling.pfa", "legal.criminal",
            "livelihood.labour_rights",
        ),
        title=_("Help nearby"),
    ),
    # Whatever else: every kind of help.
    Need(8, pgettext_lazy("reason", "Other"), "list-search"),
)  # fmt: skip


def need_by_number(number: int) -> Need | None:
    return next((need for need in NEEDS if need.number == number), None)


def need_from_text(number: str) -> Need | None:
    return next((need for need in NEEDS if str(need.number) == number), None)
