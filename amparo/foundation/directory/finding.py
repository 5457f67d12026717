"""Finding help: what somebody needs, near them, open now, that does not ask for their papers.

For the public page and for the caseworker alike. A safe house is found, and never where it is.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from amparo.foundation.people.models import Place
from amparo.foundation.trust import codes

from .models import Location, Offered, Opening, Service
from .opening_hours import UNKNOWN, Door, door

# Hours are looked at one by one: no more than so many at once.
MOST = 400
A_PAGE = 20
# Where nobody says where they are, the freshest of the whole directory are shown.
ANYWHERE = None


@dataclass(frozen=True)
class Wanted:
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
class Found:
    """A service at one of its places, as its door stands now."""

    offered: Offered
    door: Door

    @property
    def service(self) -> Service:
        return self.offered.service

    @property
    def location(self) -> Location:
        return self.offered.location

    @property
    def is_secret(self) -> bool:
        """Found by a call and not by an address."""
        return self.service.is_confidential or self.location.is_hidden


def find(wanted: Wanted) -> list[Found]:
    """The best first: open ones, then those who open next, the freshest of each."""
    found = [Found(each, _door(each)) for each in _candidates(wanted)]
    if wanted.open_now:
        found = [each for each in found if each.door.is_open is not False]
    return sorted(found, key=lambda each: _rank(each.door))


def of_group(code: str) -> frozenset[str]:
    """The types of a group: the group itself and all that lies within it."""
    within = {term.code for term in codes.terms("service_type") if term.parent == code}
    return frozenset({code, *within})


def within(place: Place) -> set[int]:
    """The place and all that lies in it, as keys."""
    found, edge = {place.pk}, {place.pk}
    while edge:
        edge = set(Place.objects.filter(within__in=edge).values_list("pk", flat=True)) - found
        found |= edge
    return found


def towns() -> "list[Place]":
    """Places in which somebody helps, for those who say where they are."""
    there = Offered.objects.filter(
        service__status=Service.Status.ACTIVE,
        service__is_confidential=False,
        location__is_hidden=False,
    )
    pks = there.exclude(location__place=None).values("location__place")
    return list(Place.objects.filter(pk__in=pks).order_by("country", "name"))


def _candidates(wanted: Wanted) -> Iterable[Offered]:
    rows = Offered.objects.filter(service__status=Service.Status.ACTIVE)
    if wanted.types:
        rows = rows.filter(service__types__code__in=wanted.types).distinct()
    if wanted.place is not None:
        there = Q(location__place__in=within(wanted.place)) & ~_BY_CALL
        country = Q(location__place=None) | Q(location__place__country=wanted.place.country)
        rows = rows.filter(there | (_BY_CALL & country))
    for name, asked in _CONDITIONS.items():
        if getattr(wanted, name):
            rows = rows.filter(asked)
    if wanted.audience:
        rows = rows.filter(service__audience__in=("", wanted.audience))
    return _whole(rows.order_by("-service__verified_at", "pk"), wanted)


def _whole(rows: QuerySet, wanted: Wanted) -> list[Offered]:
    rows = rows.select_related("service__provider__organization", "location__place")
    rows = rows.prefetch_related(Prefetch("openings", Opening.objects.all()))
    found = list(rows[:MOST])
    if not wanted.language:
        return found
    return [
        each
        for each in found
        if wanted.language in (*each.service.languages, *each.service.interpreted)
    ]


# Answered by a call wherever one is. A safe house too: who asks for one town after another must
# not learn in which it stands.
_BY_CALL = (
    Q(location__kind=Location.Kind.VIRTUAL)
    | Q(location__is_hidden=True)
    | Q(service__is_confidential=True)
)
_CONDITIONS = {
    "no_papers": Q(service__asks_for_papers=False),
    "irregular": Q(service__welcomes_irregular=True),
    "free": Q(service__is_free=True),
    "for_children": Q(service__is_child_friendly=True),
}


def _door(offered: Offered) -> Door:
    lines = [each.hours for each in offered.openings.all()]
    return door(lines, offered.location.clock) if lines else UNKNOWN


def _rank(state: Door) -> tuple:
    """Open, not known, shut: the one that opens first, and last the one that does not."""
    opens = state.changes_at.isoformat() if state.is_open is False and state.changes_at else ""
    return {True: 0, None: 1, False: 2}[state.is_open], state.is_open is False and not opens, opens


def by_service(found: Iterable[Found]) -> dict[Service, list[Found]]:
    """The same, a service once: its nearest door first."""
    kept: dict[Service, list[Found]] = defaultdict(list)
    for each in found:
        kept[each.service].append(each)
    return dict(kept)
