"""Access grants of complaints: a row for each colleague who receives one, until it ends.

The rows follow from who works where, who has permission and whom it is about (`routing.py`). They
are written anew when any of these changes, so nobody keeps what they may no longer receive.
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

from .routing import ComplaintSubjects, OrganizationChart, Position, find_recipients

if TYPE_CHECKING:
    from .models import Complaint

# Restricted groups: of sensitive complaints; of ordinary ones for whoever is no supervisor.
RESTRICTED, FOCAL_POINTS = "misconduct", "complaints"
SEES, KEEPS = "complaint.see", "complaint.keep"
# Who answers for others in a place, or could give themselves and others any permission there.
LEADING = ("team.see", "staff.edit")


class RoutingState:
    """One organization as it is now: its chart, and until when each has their permission."""

    def __init__(self, organization: int):
        offices = Office.objects.without_practice().filter(organization=organization)
        self.permitted_until: dict[tuple[str, int], dict[int, datetime | None]] = defaultdict(dict)
        held = Membership.objects.held().select_related("team", "office", "user")
        places = list(
            held.filter(Q(office__in=offices) | Q(team__office__in=offices)).order_by("pk")
        )
        reading = {place.user_id for place in places if SEES in place.role_held.permissions}
        grants = RestrictedGroupAccess.objects.live().filter(
            office__in=offices, group__in=(RESTRICTED, FOCAL_POINTS)
        )
        for grant in grants.filter(user__in=reading).order_by("pk"):
            self._give(grant)
        self.chart = OrganizationChart(
            above=dict(offices.values_list("pk", "parent")),
            positions=tuple(map(_position, places)),
            teams=dict(Team.objects.filter(office__in=offices).values_list("pk", "office")),
            keepers=self._keepers(places),
            restricted=self._with(RESTRICTED),
        )

    def _give(self, grant: RestrictedGroupAccess) -> None:
        known = self.permitted_until[grant.group, grant.office_id]
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
        for office, users in self._with(FOCAL_POINTS).items():
            found[office] |= users
        return {office: frozenset(users) for office, users in found.items()}

    def _with(self, group: str) -> dict[int, frozenset[int]]:
        return {
            office: frozenset(users)
            for (name, office), users in self.permitted_until.items()
            if name == group
        }

    def until(self, user: int, *, is_sensitive: bool) -> datetime | None:
        """When their permission ends; that of a role has no end."""
        if user in self.by_role and not is_sensitive:
            return None
        groups = (RESTRICTED,) if is_sensitive else (RESTRICTED, FOCAL_POINTS)
        given = [
            users for (group, _office), users in self.permitted_until.items() if group in groups
        ]
        ends = [users[user] for users in given if user in users]
        return None if None in ends else max(end for end in ends if end)

    def recipients_of(self, complaint: "Complaint") -> dict[int, datetime | None]:
        """Each with the end of their permission; once past its day, also those one step above."""
        office, sensitive, about = (
            complaint.office_id, complaint.is_sensitive, _subjects(complaint)
        )  # fmt: skip
        found = find_recipients(self.chart, office, about, is_sensitive=sensitive)
        if complaint.escalated_at:
            passed = ComplaintSubjects(about.users | found, about.teams, about.offices)
            found |= find_recipients(self.chart, office, passed, is_sensitive=sensitive)
        return {user: self.until(user, is_sensitive=sensitive) for user in found}


def _position(place: Membership) -> Position:
    leads = any(verb in place.role_held.permissions for verb in LEADING)
    return Position(place.user_id, place.in_office.pk, place.team_id, leads)


def _subjects(complaint: "Complaint") -> ComplaintSubjects:
    named = list(complaint.subjects.all())
    return ComplaintSubjects(
        users=frozenset(each.user_id for each in named if each.user_id),
        teams=frozenset(each.team_id for each in named if each.team_id),
        offices=frozenset(each.office_id for each in named if each.office_id),
    )


def update_grants(
    complaint: "Complaint", *, by: User | None, state: RoutingState | None = None
) -> None:
    """Put right who receives it: who no longer does loses its notice, who now does gets one."""
    from .models import ComplaintAccessGrant

    state = state or RoutingState(complaint.office.organization_id)
    found = state.recipients_of(complaint)
    wanted = {f"user:{user}": until for user, until in found.items()}
    there = {row.grantee: row.until for row in complaint.access_grants.all()}
    if not wanted and not complaint.is_closed:
        _notify_of_no_recipient(complaint)
    if there == wanted:
        return
    ComplaintAccessGrant.objects.filter(record=complaint).delete()
    ComplaintAccessGrant.objects.bulk_create(
        ComplaintAccessGrant(record=complaint, grantee=holder, why="received", until=until)
        for holder, until in wanted.items()
    )
    about = Notification.objects.filter(url=complaint.get_absolute_url())
    about.exclude(user__in=found).delete()
    if complaint.is_closed:
        return
    new = [user for user in found if f"user:{user}" not in there]
    _notify(complaint, User.objects.filter(pk__in=new), "complaint.received", by)


def _notify_of_no_recipient(complaint: "Complaint") -> None:
    """Tell those who give permissions that somebody is needed, and not what for."""
    named = set(complaint.subjects.values_list("user", flat=True))
    keep = Membership.objects.held().with_permission("role.give").people()
    told = [user for user in keep if user.pk not in named]
    url = reverse("staff")
    Notification.notify(told, event="complaint.nobody", about="", url=url, by=None, urgent=True)


def notify_recipients(
    complaint: "Complaint", what: str, *, by: User | None, urgent: bool = False
) -> None:
    """All who receive it, once, until they have read it. The notice names nothing."""
    _notify(complaint, complaint_recipients(complaint), what, by, urgent=urgent)


def complaint_recipients(complaint: "Complaint") -> list[User]:
    holders = complaint.access_grants.live().values_list("grantee", flat=True)
    return list(User.objects.filter(pk__in=[int(each.partition(":")[2]) for each in holders]))


def _notify(complaint, users, what: str, by: User | None, *, urgent: bool = False) -> None:
    url = complaint.get_absolute_url()
    is_urgent = urgent or complaint.is_sensitive
    Notification.notify(users, event=what, about="", url=url, by=by, urgent=is_urgent)


@rls_bypass(reason="who receives a complaint is found by the rules, not by who changed something")
def update_all_grants(organization: int | None = None) -> int:
    """Put right who receives each, after staff or permissions changed; returns how many."""
    from .models import Complaint

    offices = Office.objects.filter(organization=organization) if organization else Office.objects
    changed = 0
    states: dict[int, RoutingState] = {}
    found = Complaint.objects.filter(office__in=offices.values("pk")).select_related("office")
    found = found.prefetch_related("subjects", "access_grants").order_by("pk")
    for complaint in found.iterator(chunk_size=500):
        at = complaint.office.organization_id
        if at not in states:
            states[at] = RoutingState(at)
        update_grants(complaint, by=None, state=states[at])
        changed += 1
    return changed
