"""Somebody in a restricted file is looked for: their own team is told, in silence.

Whoever looks learns nothing, not even that there was somebody to be told.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.urls import reverse

from amparo.foundation.trust.clock import now
from amparo.foundation.trust.models import Grant, Notice, User
from amparo.foundation.trust.wall.standing import lowered

from .models import Person

# Typing goes on, and the same look is told once.
ONCE_IN = timedelta(days=1)
WHAT = "person.looked_for"


@lowered()
def tell_their_teams(found: Mapping[Person, set[str]], *, by: User) -> None:
    """Those with leave to open each file learn that somebody like this stands before `by`."""
    for person, groups in found.items():
        url = reverse("people:person", args=[person.ref])
        told = Notice.objects.filter(what=WHAT, url=url, by=by, at__gt=now() - ONCE_IN)
        if not told.exists():
            Notice.tell(_who_may_open(groups), what=WHAT, about="", url=url, by=by, urgent=True)


def _who_may_open(groups: set[str]) -> list[User]:
    """Whoever has leave for one of these groups, by its name: "trafficking@office:1"."""
    offices = {int(group.rpartition(":")[2]) for group in groups}
    given = Grant.objects.live().filter(office__in=offices, user__is_active=True)
    return [grant.user for grant in given.select_related("user") if grant.holder in groups]
