"""The chain of one case: each unmet need with its right, who owes it, the pattern in which such
needs are counted, and what rests on that pattern.
"""

from dataclasses import dataclass

from amparo.foundation.core.models import Organization, User
from amparo.foundation.directory.duty_bearers import bearers_by_right
from amparo.foundation.links.chain import PATTERN, Chain, PatternLine, chain_of, lines_of
from amparo.foundation.links.models import Pattern
from amparo.foundation.links.rollup import group_of
from amparo.foundation.people.models import Place

from ..models import Case
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
    found = list(UnmetNeed.objects.filter(case=case).select_related("place").order_by("-pk"))
    bearers = bearers_by_right((each.right, each.place) for each in found if each.place)
    return [_line(each, bearers, user) for each in found]


def _line(unmet: UnmetNeed, bearers, user: User) -> NeedLine:
    pattern = nearest_pattern(unmet)
    owed = bearers.get((unmet.right, unmet.place_id), [])
    if pattern is None:
        return NeedLine(unmet, owed, None, None)
    [line] = lines_of([pattern])
    return NeedLine(unmet, owed, line, chain_of(PATTERN, pattern, user))


def nearest_pattern(unmet: UnmetNeed) -> Pattern | None:
    """Returns the narrowest pattern in which such a need may be counted: its own right, service
    and place first, then wider ones; None where there is none.
    """
    around = Place.objects.around(unmet.place)
    group = group_of(unmet.service_type)
    wanted = [
        (place, service, right)
        for place in around
        for service, right in (
            (unmet.service_type, unmet.right), (unmet.service_type, ""), (group, ""),
        )
    ]  # fmt: skip
    patterns = {
        (each.place_id, each.service_type, each.right): each
        for each in Pattern.objects.filter(
            place__in=around, service_type__in=(unmet.service_type, group)
        ).select_related("place")
        if each.figures.exists()
    }
    return next(
        (
            patterns[place.pk, service, right]
            for place, service, right in wanted
            if (place.pk, service, right) in patterns
        ),
        None,
    )
