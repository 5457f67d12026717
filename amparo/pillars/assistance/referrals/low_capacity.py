"""Areas and institutions by risk, unmet needs and capacity, as one reader may know of them.

Who answers for cases reads exact counts of the files that open to them. Others read counts of
their offices without restricted files, rounded down to five; fewer than five is never shown.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.people.models import Place
from amparo.foundation.protection.models import CapacityAssessment
from amparo.pillars.assistance.assessment.models import UnmetNeed
from amparo.pillars.assistance.assessment.worklists import unmet_needs_for
from amparo.pillars.assistance.cases.models import Case, CaseAccessGrant
from amparo.pillars.assistance.cases.queries import (
    ACTIVE_STATUSES,
    HIGH_RISK,
    first_view,
    grants_of_holder,
    scopes_for,
)
from amparo.pillars.assistance.cases.risk_levels import URGENCY
from amparo.pillars.assistance.cases.rounded_counts import round_small_counts

from .capacity_ranking import Capacity, Reason, Situation, add_counts
from .models import Referral
from .statistics import stage_filter

SHOWN, MOST = 15, 500


class _Counts(NamedTuple):
    """Rows of a key and counts: cases at high or critical risk by place; unmet needs by place, and
    how many of them nobody confirmed; referrals declined and late by organization.
    """

    severe: tuple[tuple, ...]
    unmet: tuple[tuple, ...]
    referrals: tuple[tuple, ...]


@dataclass
class Line:
    """One area or institution: what is known of it, and why it stands here."""

    record: Place | Organization | None
    severe: int = 0
    unmet: int = 0
    unconfirmed: int = 0
    refused: int = 0
    late: int = 0
    assessments: list[CapacityAssessment] = field(default_factory=list)
    country: str = ""

    @property
    def situation(self) -> Situation:
        levels = tuple(Capacity(each.ability, each.will) for each in self.assessments)
        lost = add_counts([self.refused, self.late])
        return Situation(self.severe, self.unmet, lost, levels)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return self.situation.reasons

    @property
    def weakest(self) -> CapacityAssessment | None:
        """The assessment in force with the lowest levels together; the latest of several."""
        return min(
            self.assessments, key=lambda each: (each.ability + each.will, -each.pk), default=None
        )


@dataclass(frozen=True)
class Ranking:
    areas: list[Line]
    institutions: list[Line]
    is_exact: bool


def ranking_for(user: User) -> Ranking:
    """Returns areas and institutions, those with most reasons first. Eight queries at most."""
    is_exact = "case.approve" in user.permissions
    counts = _own_counts(user) if is_exact else _counts_of_their_offices(user)
    shown = _same if is_exact else round_small_counts
    assessed = CapacityAssessment.objects.accessible_to(user).in_force()  # type: ignore[attr-defined]
    in_force = list(assessed.select_related("organization").order_by("-pk")[:MOST])
    places = _Places([row[0] for rows in counts[:2] for row in rows], in_force)
    areas = _areas(counts, places, in_force, shown)
    bearers = Organization.objects.accessible_to(user).filter(duty_bearer__isnull=False)
    institutions = _institutions(
        bearers.select_related("provider").order_by("name", "pk")[:MOST],
        counts, places, areas, in_force, shown,
    )  # fmt: skip
    return Ranking(_first(areas.values()), _first(institutions), is_exact)


def _same(count: int) -> int:
    return count


def _first(lines: Iterable[Line]) -> list[Line]:
    """Those with a reason, in order."""
    found = [line for line in lines if line.reasons]
    return sorted(found, key=lambda line: (*line.situation.order, str(line.record or "")))[:SHOWN]


# Counts.


def _own_counts(user: User) -> _Counts:
    """Each as the list that it opens counts it: cases in the first view of the list of cases."""
    views = scopes_for(user)
    severe = (
        grants_of_holder(user, first_view(user, views).grantee)
        if views
        else CaseAccessGrant.objects.none()
    ).filter(status__in=ACTIVE_STATUSES, urgency__gte=URGENCY[HIGH_RISK])
    by_place = severe.order_by().values_list("record__place").annotate(count=Count("pk"))
    referrals = Referral.objects.accessible_to(user)
    return _Counts(tuple(by_place), _unmet(unmet_needs_for(user)), _lost(referrals))


@aggregate_query("who looks after quality counts what they may not open")
def _counts_of_their_offices(user: User) -> _Counts:
    """Of restricted files not even a number."""
    ordinary = Case.Confidentiality.ORDINARY
    offices = user.offices_for("capacity.see")
    cases = Case.objects.active().filter(team__office__in=offices, confidentiality=ordinary)
    severe = cases.filter(risk__gte=HIGH_RISK)
    by_place = severe.order_by().values_list("place").annotate(count=Count("pk"))
    of_case = {"case__team__office__in": offices, "case__confidentiality": ordinary}
    unmet = UnmetNeed.objects.of_active_cases().filter(**of_case)
    return _Counts(tuple(by_place), _unmet(unmet), _lost(Referral.objects.filter(**of_case)))


def _unmet(unmet: QuerySet) -> tuple[tuple, ...]:
    unconfirmed = Count("pk", filter=Q(confirmed_at=None))
    rows = unmet.order_by().values_list("place")
    return tuple(rows.annotate(count=Count("pk"), unconfirmed=unconfirmed))


def _lost(referrals: QuerySet) -> tuple[tuple, ...]:
    refused, late = stage_filter("refused"), stage_filter("late")
    rows = referrals.filter(refused | late).order_by().values_list("organization")
    return tuple(rows.annotate(refused=Count("pk", filter=refused), late=Count("pk", filter=late)))


# Areas.


class _Places:
    """The area that each place lies in: the region, or what is largest below the country."""

    def __init__(self, keys: Iterable[int | None], in_force: list[CapacityAssessment]):
        wanted = {key for key in (*keys, *(each.place_id for each in in_force)) if key}
        found = Place.objects.filter(pk__in=wanted).select_related("within__within__within")
        self._area = {place.pk: _area_of(place) for place in found}

    def area(self, place: int | None) -> Place | None:
        return self._area.get(place) if place else None


def _area_of(place: Place) -> Place:
    around = Place.objects.none().around(place)  # type: ignore[attr-defined]
    below = [each for each in around[:4] if each.kind != Place.Kind.COUNTRY]
    regions = [each for each in below if each.kind == Place.Kind.REGION]
    return (regions or below or around)[-1]


def _areas(counts, places, in_force, shown) -> dict[int | None, Line]:
    lines: dict[int | None, Line] = {}

    def line(place: int | None) -> Line:
        area = places.area(place)
        key = area.pk if area else None
        return lines.setdefault(key, Line(area, country=area.country if area else ""))

    for place, count in counts.severe:
        line(place).severe += count
    for place, count, unconfirmed in counts.unmet:
        line(place).unmet += count
        line(place).unconfirmed += unconfirmed
    for each in in_force:
        if each.place_id:
            line(each.place_id).assessments.append(each)
    everywhere = [each for each in in_force if not each.place_id]
    for found in lines.values():
        found.severe, found.unmet = shown(found.severe), shown(found.unmet)
        found.unconfirmed = shown(found.unconfirmed)
        found.assessments += [
            each for each in everywhere if found.country == each.organization.country
        ]
    return lines


# Institutions.


def _institutions(bearers, counts, places, areas, in_force, shown) -> list[Line]:
    lost = {key: (shown(refused), shown(late)) for key, refused, late in counts.referrals}
    theirs: dict[int, list[CapacityAssessment]] = defaultdict(list)
    for each in in_force:
        theirs[each.organization_id].append(each)
    lines = []
    for bearer in bearers:
        assessments = theirs[bearer.pk]
        found = _areas_of(assessments, places, areas)
        refused, late = lost.get(bearer.pk, (0, 0))
        lines.append(
            Line(
                bearer, add_counts(each.severe for each in found),
                add_counts(each.unmet for each in found),
                refused=refused, late=late, assessments=assessments,
            )
        )  # fmt: skip
    return lines


def _areas_of(assessments, places, areas) -> list[Line]:
    """The areas for which an institution was assessed; those of its country, where for all."""
    countries = {each.organization.country for each in assessments if not each.place_id}
    named = {places.area(each.place_id) for each in assessments if each.place_id}
    return [
        line
        for line in areas.values()
        if line.record and (line.record in named or line.country in countries)
    ]
