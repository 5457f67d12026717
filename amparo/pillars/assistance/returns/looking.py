"""What one looks for in the list of returns, and what each waits for: a few questions for all."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from amparo.foundation.core.clock import now
from amparo.ui import formats

from ..gates.extension_points import gate_kinds
from ..gates.models import Gate, GateOverride
from . import rules
from .models import ReturnJourney
from .standing import LONG

FEW = 3


@dataclass(frozen=True)
class Line:
    """One return in the list: how long it has been where it is, and what stops it."""

    journey: ReturnJourney
    open_count: int
    stops_at: str
    is_late: bool


def sought(journeys: QuerySet[ReturnJourney], phase: str) -> QuerySet[ReturnJourney]:
    """Those of a phase; `still` and `asked` are what waits too long, or for a second person;
    `home` is whoever came home, welcomed there or not yet.
    """
    if phase in ReturnJourney.State.values:
        return journeys.filter(state=phase)
    if phase == "home":
        return journeys.filter(state__in=rules.HOME)
    if phase == "still":
        waiting = (rules.COUNSELLING, rules.PREPARING)
        return journeys.filter(state__in=waiting, since__lt=now() - LONG)
    if phase == "asked":
        asked = GateOverride.objects.waiting().filter(gate__way=OuterRef("ref"))
        return journeys.filter(Exists(asked), state__in=rules.BEFORE_DEPARTURE)
    return journeys.exclude(state__in=rules.OVER)


def lines_of(journeys: list[ReturnJourney], today: date) -> list[Line]:
    shut: dict = {}
    before = [each.ref for each in journeys if each.is_before_departure]
    found = Gate.objects.filter(way__in=before).shut(today).order_by("pk")
    for way, kind in found.values_list("way", "kind"):
        shut.setdefault(way, []).append(kind)
    return [_line(each, shut.get(each.ref, [])) for each in journeys]


def _line(journey: ReturnJourney, shut: list[str]) -> Line:
    names = list(dict.fromkeys(str(gate_kinds[kind].label) for kind in shut))
    is_late = journey.is_before_departure and now() - journey.since > LONG
    return Line(journey, len(shut), formats.join_list(names[:FEW]), is_late)
