"""What one looks for in the list of returns, and what each waits for: a few questions for all."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.pillars.assistance.assessment.models import ProtectionFlag
from amparo.pillars.assistance.pathways.extension_points import check_kinds
from amparo.pillars.assistance.pathways.models import Check, CheckOverride
from amparo.ui import formats

from . import rules
from .models import ReturnJourney, Traveller
from .progress import LIMITS, has_no_progress, next_step

SMALL_COUNT = 3


@dataclass(frozen=True)
class Line:
    """One return in the list: how long it is in its phase, what stops it, and what comes next."""

    journey: ReturnJourney
    open_count: int
    stops_at: str
    is_flagged: bool
    is_late: bool
    next_step: str

    @property
    def answers(self) -> str:
        """Who answers for it: who accompanies the case, else its team."""
        case = self.journey.case
        return case.owner.name if case.owner else case.team.name


def filtered_returns(journeys: QuerySet[ReturnJourney], phase: str) -> QuerySet[ReturnJourney]:
    """Those of a phase; `still` and `asked` are what waits too long, or for a second person;
    `home` is whoever came home, welcomed there or not yet.
    """
    if phase in ReturnJourney.State.values:
        return journeys.filter(state=phase)
    if phase == "home":
        return journeys.filter(state__in=rules.HOME)
    if phase == "still":
        return journeys.filter(has_no_progress(), state__in=LIMITS)
    if phase == "asked":
        asked = CheckOverride.objects.waiting().filter(required_check__way=OuterRef("ref"))
        return journeys.filter(Exists(asked), state__in=rules.BEFORE_DEPARTURE)
    return journeys.exclude(state__in=rules.OVER)


def return_lines(journeys: list[ReturnJourney], today: date) -> list[Line]:
    shut: dict = {}
    before = [each.ref for each in journeys if each.is_before_departure]
    found = Check.objects.filter(way__in=before).shut(today).order_by("pk")
    for way, kind in found.values_list("way", "kind"):
        shut.setdefault(way, []).append(kind)
    listed = ReturnJourney.objects.filter(pk__in=[each.pk for each in journeys])
    late = set(listed.filter(has_no_progress()).values_list("pk", flat=True))
    held = flagged(before)
    return [
        _line(each, shut.get(each.ref, []), each.pk in late, each.ref in held) for each in journeys
    ]


@aggregate_query("a flag counts also in a case that is closed to who asks")
def flagged(before: list[UUID]) -> tuple[UUID, ...]:
    """Of these returns, those of which a protection flag of who travels waits for an answer."""
    open_flags = ProtectionFlag.objects.unanswered()
    of_person = open_flags.filter(person=OuterRef("person"))
    of_case = open_flags.filter(person=None, case=OuterRef("journey__case"))
    going = Traveller.objects.filter(journey__ref__in=before, is_going=True)
    held = going.filter(Exists(of_person) | Exists(of_case))
    return tuple(held.values_list("journey__ref", flat=True).distinct())


def _line(journey: ReturnJourney, shut: list[str], is_late: bool, is_flagged: bool) -> Line:
    names = list(dict.fromkeys(str(check_kinds[kind].label) for kind in shut))
    stops_at = formats.join_list(names[:SMALL_COUNT])
    step = next_step(journey, len(shut), is_flagged=is_flagged)
    return Line(journey, len(shut), stops_at, is_flagged, is_late, step)
