"""The chain of one case: each unmet need with its right, who owes it, the pattern in which such
needs are counted, and what rests on that pattern.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.db.models import Exists, OuterRef

from amparo.foundation.core.models import Organization, User
from amparo.foundation.directory.duty_bearers import bearers_by_right
from amparo.foundation.links.chain import PATTERN, Chain, PatternLine, chains_of, lines_of
from amparo.foundation.links.models import Pattern, PatternFigure
from amparo.foundation.links.rollup import group_of
from amparo.foundation.people.models import Place
from amparo.pillars.assistance.cases.models import Case

from .models import UnmetNeed


@dataclass(frozen=True)
class NeedLine:
    """One unmet need, open or ended, and where its chain leads. `pattern` is None where such
    needs are too few to be counted.
    """

    unmet: UnmetNeed
    bearers: list[Organization]
    pattern: PatternLine | None
    chain: Chain | None


def chain_of_case(case: Case, user: User) -> list[NeedLine]:
    """Returns the unmet needs of a case, the latest first, with their chains."""
    needs = UnmetNeed.objects.filter(case=case).select_related("place__within__within__within")
    found = list(needs.order_by("-pk"))
    nearest = nearest_patterns(found)
    patterns = set(nearest.values())
    at_places = [(each.right, each.place) for each in found if each.place]
    bearers = bearers_by_right([*at_places, *((each.right, each.place) for each in patterns)])
    lines = {line.pattern: line for line in lines_of(patterns, bearers)}
    chains = chains_of(PATTERN, lines, user) if lines else {}
    shown = []
    for each in found:
        pattern = nearest.get(each)
        line, rests = (lines[pattern], chains[pattern.ref]) if pattern else (None, None)
        owed = bearers.get((each.right, each.place_id), []) if each.place_id else []
        shown.append(NeedLine(each, owed, line, rests))
    return shown


def nearest_patterns(needs: list[UnmetNeed]) -> dict[UnmetNeed, Pattern]:
    """Returns for each need the narrowest pattern in which such needs may be counted: its own
    right, service and place first, then wider ones; nothing for a need that has none.
    """
    around = {place: Place.objects.around(place) for place in {each.place for each in needs}}
    counted = PatternFigure.objects.filter(pattern=OuterRef("pk"))
    services = {each.service_type for each in needs}
    places = {each.pk: each for each in chain(*around.values())}
    patterns = {}
    for each in Pattern.objects.filter(
        Exists(counted), place__in=list(places),
        service_type__in=services | {group_of(each) for each in services},
    ):  # fmt: skip
        each.place = places[each.place_id]
        patterns[each.place_id, each.service_type, each.right] = each
    found = {}
    for need in needs:
        for key in _keys(need, around[need.place]):
            if key in patterns:
                found[need] = patterns[key]
                break
    return found


def _keys(need: UnmetNeed, around: Iterable[Place]) -> Iterator[tuple[int, str, str]]:
    """Where and as what it may be counted, the narrowest first."""
    for place in around:
        yield place.pk, need.service_type, need.right
        yield place.pk, need.service_type, ""
        yield place.pk, group_of(need.service_type), ""
