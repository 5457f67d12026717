"""When two people must be sure that two files are of one person, and who the second may be.

Where a restricted group keeps one of the files, or another office knows the person by it, whoever
joins them acts for others too.
"""

import re
from typing import TYPE_CHECKING

from django.db.models import Q

from amparo.foundation.trust.models import Membership, Team, User
from amparo.foundation.trust.wall.standing import lowered

from .models.persons import Person, PersonReach

if TYPE_CHECKING:
    from .models.merges import Merge

_PLACE = re.compile(r"(?:.+@)?(team|office):(\d+)\Z")


@lowered()  # who else holds a file is no business of who joins it, and decides all the same
def concerns_others(kept: Person, joined: Person) -> bool:
    """Whether a restricted group keeps one of them, or not the same offices hold both."""
    held = [_holders(each) for each in (kept, joined)]
    is_restricted = any("@" in holder for holders in held for holder in holders)
    return is_restricted or _offices(held[0]) != _offices(held[1])


def who_may_answer(merge: "Merge") -> list[User]:
    """Colleagues other than who asked, who open both files and answer for one of them."""
    offices = _offices(_holders(merge.kept)) | _offices(_holders(merge.joined))
    here = Q(office__in=offices) | Q(team__office__in=offices)
    places = Membership.objects.held().with_verb("case.approve").filter(here)
    return [
        user
        for user in places.people()
        if user.pk != merge.by_id
        and type(merge).objects.filter(pk=merge.pk).open_to(user, "answer").exists()
    ]


def _holders(person: Person) -> list[str]:
    rows = PersonReach.objects.live().filter(record=person)
    return list(rows.values_list("holder", flat=True))


def _offices(holders: list[str]) -> set[int]:
    """The offices for which a file is held; a colleague or a partner holds it for none."""
    places = [found.groups() for found in map(_PLACE.match, holders) if found]
    teams = {int(pk) for kind, pk in places if kind == "team"}
    of_teams = Team.objects.filter(pk__in=teams).values_list("office", flat=True)
    return {int(pk) for kind, pk in places if kind == "office"} | set(of_teams)
