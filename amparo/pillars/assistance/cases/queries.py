"""Whose cases are in view, and in which order: what a person holds, and nothing beside it.

A list of cases is driven by one holder: one keyed branch of Reach for each status, read as one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.models import RestrictedGroupAccess, Team, User
from amparo.foundation.core.permissions.grants import GrantExists
from amparo.ui import pagination

from .access_grants import unassigned_grantee
from .extension_points import case_pathways
from .models import Case, CaseAccessGrant, Task
from .risk_levels import BANDS, URGENCY

ACTIVE_STATUSES = (Case.Status.OPEN, Case.Status.FOLLOWUP)
HIGH_RISK = BANDS.index("high")
COUNT_LIMIT = 1000

ORDERINGS: dict[str, tuple[str, ...]] = {
    "risk": ("-urgency", "next_due_on", "record_id"),
    "due": ("next_due_on", "record_id"),
    "contact": ("quiet_since", "record_id"),
    "change": ("-updated_at", "record_id"),
    # Cases get their number as they are opened, and their key with it.
    "opened": ("-record_id",),
    "number": ("record_id",),
}


@dataclass(frozen=True)
class CaseScope:
    """A stretch of the house that a person may look over: their own cases, a team, an office."""

    code: str
    name: str | Promise
    grantee: str
    ref: str = ""


@dataclass(frozen=True)
class CaseFilter:
    """What somebody looks for in a list of cases."""

    grantee: str
    statuses: tuple[str, ...] = ACTIVE_STATUSES
    bands: tuple[int, ...] = ()
    due_before: date | None = None
    since: datetime | None = None
    of_view: str = ""
    # Of the case itself, beside what its row says (`caseload_filters`).
    conditions: tuple[Q | Exists, ...] = ()


@dataclass
class MergedQuerySets:
    """Keyed branches that share no row, read as one list in one order."""

    parts: list[QuerySet]
    keys: tuple[str, ...] = field(default_factory=tuple)

    def order_by(self, *keys: str) -> "MergedQuerySets":
        return MergedQuerySets([part.order_by(*keys) for part in self.parts], keys)

    def filter(self, *conditions: Any, **more: Any) -> "MergedQuerySets":
        return MergedQuerySets(
            [part.filter(*conditions, **more) for part in self.parts], self.keys
        )

    def __getitem__(self, cut: slice) -> list:
        rows = [row for part in self.parts for row in part[cut]]
        for key in reversed(self.keys):
            rows.sort(key=attrgetter(key.lstrip("-")), reverse=key.startswith("-"))
        return rows[cut]

    def fetched(self, keys: tuple[str, ...], cap: int = COUNT_LIMIT) -> "FetchedRows":
        """The first rows in this order, up to one more than `cap`: looked for once, where a
        condition is dear, and counted and cut from then on.
        """
        return FetchedRows(self.order_by(*keys)[: cap + 1])

    def counted(self, cap: int = COUNT_LIMIT) -> int:
        """How many, up to one more than `cap`."""
        return min(sum(pagination.capped_count(part, cap) for part in self.parts), cap + 1)

    def rows(self, cap: int = COUNT_LIMIT) -> dict[str, QuerySet]:
        """What is to be counted, up to one more than `cap` in each branch; for `count_groups`."""
        return {str(at): pagination.up_to(part, cap) for at, part in enumerate(self.parts)}


class FetchedRows(list[CaseAccessGrant]):
    """Rows that are here already, in their order, as `paginate` asks for those of a query."""

    def order_by(self, *keys: str) -> "FetchedRows":
        return self


def first_view(user: User, views: list[CaseScope]) -> CaseScope:
    """What a list shows where nothing is asked for: their team, if they answer for one."""
    leads = "team.see" in user.permissions
    return next((view for view in views if not leads or view.code != "mine"), views[0])


def scopes_for(user: User) -> list[CaseScope]:
    """Their own cases, then what they look over: teams, offices, restricted groups."""
    places = [
        place for place in user.memberships_held if "case.see" in place.role_held.permissions
    ]
    heads = [place.grantee for place in places if "case.assign" in place.role_held.permissions]
    if not places:
        return []
    views = [CaseScope("mine", _("My cases"), f"user:{user.pk}")]
    for place in places:
        views += _views_of_place(place)
    views += [
        CaseScope("nobody", _("Nobody’s yet"), unassigned_grantee(holder)) for holder in heads
    ]
    for at, grant in enumerate(_grants(user), start=1):
        label = Case.Confidentiality(grant.group).label
        views.append(CaseScope(f"restricted-{at}", label, grant.grantee))
    return _each_once(views)


def _each_once(views: list[CaseScope]) -> list[CaseScope]:
    """One view a holder; where somebody has two teams, the second is called by its ref."""
    found: dict[str, CaseScope] = {}
    for view in views:
        is_taken = any(view.code == each.code for each in found.values())
        found.setdefault(view.grantee, replace(view, code=view.ref) if is_taken else view)
    return list(found.values())


def _views_of_place(place) -> list[CaseScope]:
    if place.team:
        return [CaseScope("team", place.team.name, place.grantee, place.team.ref.hex)]
    teams = Team.objects.filter(office=place.office_id).order_by("name")
    return [
        CaseScope("office", place.office.name, place.grantee, place.office.ref.hex),
        *(CaseScope(team.ref.hex, team.name, f"team:{team.pk}", team.ref.hex) for team in teams),
    ]


def _grants(user: User) -> list[RestrictedGroupAccess]:
    """Leave for restricted files; there is leave for other things too, as for tracing."""
    if not user.groups:
        return []
    files = Case.Confidentiality.values
    grants = RestrictedGroupAccess.objects.filter(user=user, ended_at=None, group__in=files)
    grants = grants.select_related("office")
    return [grant for grant in grants.order_by("pk") if grant.grantee in user.groups]


def visible_cases(user: User, verb: str = "case.see") -> QuerySet:
    """All cases that they see, or may do this in, to be asked `case__in` beside the rule."""
    return CaseAccessGrant.objects.for_grantees(user.grantees(verb)).values("record")


def supervised_cases(user: User) -> QuerySet:
    """The open cases for which they answer."""
    rows = CaseAccessGrant.objects.for_grantees(user.grantees("case.approve"))
    return rows.filter(status__in=ACTIVE_STATUSES).values("record")


def grants_of_holder(user: User, holder: str, verb: str = "case.see") -> QuerySet:
    """The rows of one holder, as far as this person reaches the same cases."""
    rows = CaseAccessGrant.objects.live().filter(grantee=holder)
    own = user.grantees(verb)
    if holder in own and own.also is None:
        return rows
    return rows.filter(has_grant(own))


def has_grant(holders: Iterable[str], of: str = "record") -> GrantExists:
    """Whether one of these holders has the case at `of` as well."""
    return GrantExists(CaseAccessGrant, holders, of)


def filtered_cases(user: User, what: CaseFilter, verb: str = "case.see") -> MergedQuerySets:
    """The rows that somebody looks for: one keyed branch a status."""
    rows = grants_of_holder(user, what.grantee, verb)
    if what.bands:
        rows = rows.filter(urgency__in=[URGENCY[band] for band in what.bands])
    if what.due_before:
        rows = rows.filter(next_due_on__lt=what.due_before)
    if what.since:
        rows = rows.filter(updated_at__gte=what.since)
    if what.of_view and what.of_view != what.grantee:
        rows = rows.filter(has_grant([what.of_view]))
    if what.conditions:
        rows = rows.filter(Exists(Case.objects.filter(*what.conditions, pk=OuterRef("record"))))
    return MergedQuerySets([rows.filter(status=status) for status in what.statuses])


def cases_from_grants(rows: Iterable[CaseAccessGrant]) -> list[Case]:
    """The cases behind the rows, with whom they are about, in the same order."""
    refs = [row.record_id for row in rows]
    flagged = Task.objects.pending().filter(case=OuterRef("pk"), what=Task.What.FLAG)
    found = Case.objects.filter(pk__in=refs).with_subject().annotate(has_flags=Exists(flagged))
    by_pk = {case.pk: case for case in found}
    return [by_pk[pk] for pk in refs if pk in by_pk]


def pathway_annotations() -> dict[str, Exists]:
    """Asks with a case whether it has set out on each pathway, as `on_<name>`."""
    return {f"on_{name}": each.exists() for name, each in case_pathways.items()}


def end_of_week(today: date) -> date:
    return today + timedelta(days=7)
