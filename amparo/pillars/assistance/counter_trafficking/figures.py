"""How many trafficked persons are assisted, and how they stand: counts, never who.

Of whoever may not open these files, a small count is kept too: under five, it says so and no more.
"""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.pathways.base import OutcomeCount

from .models import TraffickingRecord
from .models.ways import ACTUAL, NOT_A_VICTIM, POSSIBLE, STATUSES

SMALL_COUNT = 5  # below it a count could point at somebody: editorial


@dataclass(frozen=True)
class AssistedCount:
    """One figure; `is_few` where it is too small to be told."""

    name: str
    count: int
    is_few: bool = False


def figures_for(user: User) -> list[AssistedCount]:
    """The headline first: persons of whom it was decided that they are, or may be, trafficked."""
    counts = _counts(user)
    exact = has_trafficking_permission(user)
    rows = [(_("Victims of trafficking assisted"), counts["assisted"])]
    rows += [(code_lists.label(STATUSES, code), counts[code]) for code in _STATUSES]
    rows.append((_("Nobody has decided yet"), counts["undecided"]))
    return [
        AssistedCount(name, count, is_few=not exact and 0 < count < SMALL_COUNT)
        for name, count in rows
    ]


_STATUSES = (POSSIBLE, ACTUAL, NOT_A_VICTIM)
ASSISTED = (POSSIBLE, ACTUAL)


def has_trafficking_permission(user: User) -> bool:
    """Asked before anything is counted: most colleagues have none, and their day asks nothing."""
    return bool(user.offices_for_group(Case.Confidentiality.TRAFFICKING))


def outcome_counts(user: User) -> list[OutcomeCount]:
    """For whoever has leave for such files, of those they may open: the others read of none."""
    if not has_trafficking_permission(user):
        return []
    ways = TraffickingRecord.objects.accessible_to(user).filter(status__in=ASSISTED).order_by()
    count = ways.aggregate(persons=Count("person", distinct=True))["persons"]
    return [
        OutcomeCount(
            _("Victims of trafficking assisted"), count, reverse("counter_trafficking:figures")
        )
    ]


@aggregate_query("who answers for the offices counts restricted cases and opens none")
def _counts(user: User) -> dict[str, int]:
    here = Q(case__team__office__in=user.offices_for("team.see")) | Q(
        case__team__in=user.teams_for("team.see")
    )
    people = {code: Count("person", filter=Q(status=code), distinct=True) for code in _STATUSES}
    return TraffickingRecord.objects.filter(here).aggregate(
        assisted=Count("person", filter=Q(status__in=ASSISTED), distinct=True),
        undecided=Count("person", filter=Q(status=""), distinct=True),
        **people,
    )
