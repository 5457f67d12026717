"""How many trafficked persons are assisted, and how they stand: counts, never who.

Of whoever may not open these files, a small count is kept too: under five, it says so and no more.
"""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from amparo.foundation.protection import codes
from amparo.foundation.trust.models import User
from amparo.foundation.trust.wall.standing import lowered

from .models import WayOut
from .models.ways import ACTUAL, NOT_A_VICTIM, POSSIBLE, STATUSES

FEW = 5  # below it a count could point at somebody: editorial


@dataclass(frozen=True)
class Counted:
    """One figure; `is_few` where it is too small to be told."""

    name: str
    count: int
    is_few: bool = False


def figures_for(user: User) -> list[Counted]:
    """The headline first: persons of whom it was decided that they are, or may be, trafficked."""
    counts = _counts(user)
    exact = any(group.startswith("trafficking@") for group in user.groups)
    rows = [(_("Trafficked persons assisted"), counts["assisted"])]
    rows += [(codes.label(STATUSES, code), counts[code]) for code in _STATUSES]
    rows.append((_("Nobody has decided yet"), counts["undecided"]))
    return [Counted(name, count, is_few=not exact and 0 < count < FEW) for name, count in rows]


_STATUSES = (POSSIBLE, ACTUAL, NOT_A_VICTIM)


@lowered()  # counted for whoever answers for the offices, also where they may open no such file
def _counts(user: User) -> dict[str, int]:
    here = Q(case__team__office__in=user.offices_for("team.see")) | Q(
        case__team__in=user.teams_for("team.see")
    )
    people = {code: Count("person", filter=Q(status=code), distinct=True) for code in _STATUSES}
    return WayOut.objects.filter(here).aggregate(
        assisted=Count("person", filter=Q(status__in=[POSSIBLE, ACTUAL]), distinct=True),
        undecided=Count("person", filter=Q(status=""), distinct=True),
        **people,
    )
