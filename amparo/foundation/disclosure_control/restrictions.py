"""Tables that are made for nobody outside the office: restricted kinds in small areas.

Protects people in files of a restricted group (trafficking, violence in the family, children
alone): there few people and a place are enough to recognize somebody, whatever is rounded.
"""

from collections.abc import Iterable

from .audiences import Audience
from .reasons import Reason
from .tables import Dimension

LARGEST_AREA_LEVEL = 1
SHORTEST_PERIOD_MONTHS = 3


def find_refusal(
    dimensions: Iterable[Dimension], audience: Audience, *, has_restricted_kind: bool
) -> Reason | None:
    """Returns why a table may not be made for these readers, or None.

    `dimensions` are what it is broken down by and what it is filtered by. `has_restricted_kind`
    where it counts, filters or lists a restricted kind; then it is never below area level 1,
    and never by kind, area and a period shorter than a quarter.
    """
    if audience == Audience.OFFICE or not has_restricted_kind:
        return None
    levels = [each.area_level for each in dimensions if each.area_level is not None]
    if any(level > LARGEST_AREA_LEVEL for level in levels):
        return Reason.RESTRICTED_AREA
    lengths = [each.period_months for each in dimensions if each.period_months is not None]
    if levels and any(length < SHORTEST_PERIOD_MONTHS for length in lengths):
        return Reason.RESTRICTED_MONTHS
    return None
