"""Who a complaint reaches, written as rows: each colleague by name, until their leave ends.

The rows follow from who works where, who has leave and whom it is about (`chain.py`). They are
written anew when any of these changes, so nobody keeps what they may no longer receive.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from amparo.foundation.core.models import (
    Membership,
    Notification,
    Office,
    RestrictedGroupAccess,
    Team,
    User,
)
from amparo.foundation.core.permissions.rls.bypass import rls_bypass

from .chain import About, House, Post, receivers

if TYPE_CHECKING:
    from .models import Complaint

# Leave to receive what is kept to the closed circle; and, for whoever is no supervisor, the rest.
CIRCLE, FOCAL = "misconduct", "complaints"
SEES, KEEPS = "complaint.see", "complaint.keep"
# Who answers for others in a place, or could give themselves and others any leave there.
LEADING = ("team.see", "staff.edit")


class Standing:
    """One organization as it stands now: its house, and until when each has their leave."""

    def __init__(self, organization: int):
        offices = Office.objects.filter(organization=organization)
        self.leave: dict[tuple[str, int], dict[int, datetime | None]] = defaultdict(dict)
        held = Membership.objects.held().select_related("team", "office", "user")
        places = list(
            held.filter(Q(office__in=offices) | Q(team__office__in=offices)).order_by("pk")
        )
        reading = {place.user_id for place in places if SEES in place.role_held.permissions}
        grants = RestrictedGroupAccess.objects.live().filter(
            office__in=offices, group__in=(CIRCLE, FOCAL)
        )
        for grant in grants.filter(user__in=reading).order_by("pk"):
            self._give(grant)
        self.house = House(
            above=dict(offices.values_list("pk", "parent")),
            posts=tuple(map(_post, places)),
            teams=dict(Team.objects.filter(office__in=offices).values_list("pk", "office")),
            keepers=self._keepers(places),
            trusted=self._with(CIRCLE),
        )

    def _give(self, grant: RestrictedGroupAccess) -> None:
        known = self.leave[grant.group, grant.office_id]
        lasting = grant.user_id in known and known[grant.user_id] is None
        before = known.get(grant.user_id)
        if not lasting and (grant.until is None or before is None or before < grant.until):
            known[grant.user_id] = grant.until

    def _keepers(self, places: Iterable[Membership]) -> dict[int, frozenset[int]]:
        found = defaultdict(set)
        for place in places:
            if KEEPS in place.role_held.permissions:
                found[place.in_office.pk].add(place.user_id)
        self.by_role = frozenset().union(*found.values())
        for office, users in self._with(FOCAL).items():
            found[office] |= users
        return {office: frozenset(users) for office, users in found.items()}

    def _with(self, group: str) -> dict[int, frozenset[int]]:
        return {
            office: frozenset(users)
            for (name, office), users in self.leave.items()
            if name == group
        }

    def until(self, user: int, *, is_sensitive: bool) -> datetime | None:
        """When their leave ends; nobody's ends who keeps complaints by their role."""
        if user in self.by_role and not is_sensitive:
            return None
        groups = (CIRCLE,) if is_sensitive else (CIRCLE, FOCAL)
        given = [users for (group, _office), users in self.leave.items() if group in groups]
        ends = [users[user] for users in given if user in users]
        return None if None in ends else max(end for end in ends if end)

    def receivers_of(self, complaint: "Complaint") -> dict[int, datetime | None]:
        """Each with the end of their leave; once past its day, also those one step above."""
        sensitive, about = complaint.is_sensitive, _about(complaint)
        found = receivers(self.house, complaint.office_id, about, is_sensitive=sensitive)
        if complaint.escalated_at:
            passed = About(about.users | found, about.teams, about.offices)
            found |= receivers(self.house, complaint.office_id, passed, is_sensitive=sensitive)
        return {user: self.until(user, is_sensitive=sensitive) for user in found}


def _post(place: Membership) -> Post:
    leads = any(verb in place.role_held.permissions for verb in LEADING)
    return Post(place.user_id, place.in_office.pk, place.team_id, leads)


def _about(complaint: "Complaint") -> About:
    named = list(complaint.concerned.all())
    return About(
        users=frozenset(each.user_id for each in named if each.user_id),
        teams=frozenset(each.team_id for each in named if each.team_id),
        offices=frozenset(each.office_id for each in named if each.office_id),
    )


def hand_out(complaint: "Complaint", *, by: User | None, standing: Standing | None = None) -> None:
    """Put right who receives it; who no longer does finds no notice of it, who now does one."""
    from .models import ComplaintReach

    standing = standing or Standing(complaint.office.organization_id)
    found = standing.receivers_of(complaint)
    wanted = {f"user:{user}": until for user, until in found.items()}
    there = {row.grantee: row.until for row in complaint.reach.all()}
    if not wanted and not complaint.is_closed:
        _say_nobody_is_left(complaint)
    if there == wanted:
        return
    ComplaintReach.objects.filter(record=complaint).delete()
    ComplaintReach.objects.bulk_create(
        ComplaintReach(record=complaint, grantee=holder, why="received", until=until)
        for holder, until in wanted.items()
    )
    about = Notification.objects.filter(url=complaint.get_absolute_url())
    about.exclude(user__in=found).delete()
    if complaint.is_closed:
        return
    new = [user for user in found if f"user:{user}" not in there]
    _notify(complaint, User.objects.filter(pk__in=new), "complaint.heard", by)


def _say_nobody_is_left(complaint: "Complaint") -> None:
    """Those who give leave are told that somebody is needed, and not what for."""
    barred = set(complaint.concerned.values_list("user", flat=True))
    keep = Membership.objects.held().with_permission("role.give").people()
    told = [user for user in keep if user.pk not in barred]
    unread = Notification.objects.unread().filter(user__in=told, event="complaint.nobody")
    known = set(unread.values_list("user", flat=True))
    Notification.notify(
        [user for user in told if user.pk not in known], event="complaint.nobody", about="",
        url=reverse("staff"), by=None, urgent=True,
    )  # fmt: skip


def tell(complaint: "Complaint", what: str, *, by: User | None, urgent: bool = False) -> None:
    """All who receive it, once, until they have read it. The notice names nothing."""
    _notify(complaint, receiving(complaint), what, by, urgent=urgent)


def receiving(complaint: "Complaint") -> list[User]:
    holders = complaint.reach.live().values_list("grantee", flat=True)
    return list(User.objects.filter(pk__in=[int(each.partition(":")[2]) for each in holders]))


def _notify(complaint, users, what: str, by: User | None, *, urgent: bool = False) -> None:
    url = complaint.get_absolute_url()
    unread = Notification.objects.unread().filter(url=url, event=what)
    known = set(unread.values_list("user", flat=True))
    Notification.notify(
        [user for user in users if user.pk not in known], event=what, about="", url=url, by=by,
        urgent=urgent or complaint.is_sensitive,
    )  # fmt: skip


@rls_bypass(reason="who receives a complaint is found by the rules, not by who changed something")
def hand_out_all(organization: int | None = None) -> int:
    """After somebody came, went, was given leave or lost it. Says how many were looked at."""
    from .models import Complaint

    offices = Office.objects.filter(organization=organization) if organization else Office.objects
    changed = 0
    standings: dict[int, Standing] = {}
    found = Complaint.objects.filter(office__in=offices.values("pk")).select_related("office")
    found = found.prefetch_related("concerned", "reach").order_by("pk")
    for complaint in found.iterator(chunk_size=500):
        at = complaint.office.organization_id
        if at not in standings:
            standings[at] = Standing(at)
        hand_out(complaint, by=None, standing=standings[at])
        changed += 1
    return changed
