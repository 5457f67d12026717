"""Who departs on a day: when, with whom, how many; nobody is named."""

from dataclasses import dataclass
from datetime import date

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.people.models import Person
from amparo.ui import formats

from . import rules
from .models import Leg, ReturnJourney, TravelAssistance, Traveller

MOST = 300


@dataclass(frozen=True)
class DepartureLine:
    """One booked journey, by its first leg."""

    journey: ReturnJourney
    leg: Leg
    people: int
    children: int
    help: str

    @property
    def number(self) -> str:
        return self.journey.case.number

    @property
    def clock(self) -> str:
        return formats.clock(self.leg.leaves_at)


def departures_on(user: User, day: date) -> list[DepartureLine]:
    """Those whom the reader may know of, in the order in which they leave."""
    journeys = ReturnJourney.objects.filter(state=rules.BOOKED, leaves_on=day).accessible_to(user)
    chosen = list(journeys.select_related("case__team__office").order_by("pk")[:MOST])
    legs: dict[int, Leg] = {}
    for leg in Leg.objects.standing().filter(journey__in=chosen).order_by("-leaves_at"):
        legs[leg.journey_id] = leg
    people, helps = _people(chosen, day), _helps(chosen)
    found = [
        DepartureLine(each, legs[each.pk], *people.get(each.pk, (0, 0)), helps.get(each.pk, ""))
        for each in chosen
    ]
    return sorted(found, key=lambda going: going.leg.leaves_at)


@aggregate_query("travellers are counted, also those who are closed to the reader")
def _people(journeys: list[ReturnJourney], day: date) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    going = Traveller.objects.filter(journey__in=journeys, is_going=True)
    people = Person.objects.in_bulk(going.values_list("person", flat=True))
    for journey, person in going.values_list("journey", "person"):
        all_of_them, children = found.get(journey, (0, 0))
        found[journey] = all_of_them + 1, children + people[person].is_child(day)
    return found


def _helps(journeys: list[ReturnJourney]) -> dict[int, str]:
    kinds: dict[int, list[str]] = {}
    standing = TravelAssistance.objects.standing().filter(journey__in=journeys).order_by("pk")
    for each in standing.only("journey", "kind"):
        kinds.setdefault(each.journey_id, []).append(str(each.get_kind_display()))
    return {key: formats.join_list(dict.fromkeys(names)) for key, names in kinds.items()}
