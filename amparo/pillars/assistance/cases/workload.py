"""Who carries how much: a table of colleagues in which every number opens its list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import CharField, Count, Exists, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.functional import Promise

from amparo.foundation.core.database.counts import count_groups
from amparo.foundation.core.models import Membership, Office, Team, User

from .extension_points import WorkloadFigure, workload_figures
from .models import CaseAccessGrant, CaseSettings
from .queries import (
    ACTIVE_STATUSES,
    COUNT_LIMIT,
    HIGH_RISK,
    CaseFilter,
    CaseScope,
    MergedQuerySets,
    filtered_cases,
    has_grant,
)
from .risk_levels import URGENCY

DEFAULT_CASELOAD: int = CaseSettings._meta.get_field("caseload").default


@dataclass(frozen=True)
class FigureCount:
    """A figure of one colleague: how many, how many of them overdue, and where they are found."""

    label: str | Promise
    count: int
    late: int
    url: str


@dataclass(frozen=True)
class MemberWorkload:
    """What one colleague carries, as far as the person asking may see it."""

    worker: User
    team: Team | None
    open: int = 0
    severe: int = 0
    overdue: int = 0
    quiet_days: int | None = None
    limit: int = DEFAULT_CASELOAD
    figures: tuple["FigureCount", ...] = ()

    @property
    def is_too_much(self) -> bool:
        return self.open > self.limit


@dataclass(frozen=True)
class TeamWorkload:
    """A whole team or office: capped counts, for a table waits for nobody."""

    open: int
    severe: int
    overdue: int
    quiet_days: int | None


def supervised_teams(user: User, verb: str = "team.see") -> list[Team]:
    """The teams that this person answers for."""
    places = [place for place in user.memberships_held if verb in place.role_held.permissions]
    mine = Q(pk__in=[place.team_id for place in places if place.team_id])
    offices = [place.office_id for place in places if place.office_id]
    return list(
        Team.objects.filter(mine | Q(office__in=offices)).select_related("office").order_by("name")
    )


def team_members(teams: Iterable[Team]) -> QuerySet:
    """Who accompanies people in these teams; those who left, while they still carry cases."""
    carries = CaseAccessGrant.objects.filter(
        grantee=OuterRef("own_holder"), status__in=ACTIVE_STATUSES
    )
    members = Membership.objects.filter(team__in=list(teams), role="caseworker", ended_at=None)
    members = members.annotate(own_holder=Concat(Value("user:"), Cast("user_id", CharField())))
    return (
        members.filter(Q(user__is_active=True) | Exists(carries))
        .select_related("user", "team__office")
        .order_by("user__name", "pk")
    )


def member_workloads(
    members: Iterable[Membership], *, by: User, today: date
) -> list[MemberWorkload]:
    """One grouped query over what the colleagues hold, and one for each registered figure,
    whatever their number.
    """
    members = list({member.user_id: member for member in members}.values())
    counts = _counts([member.user_id for member in members], by, today)
    limits = caseload_limits({member.in_office.pk for member in members})
    loads = (
        _load(member, counts.get(f"user:{member.user_id}"), limits, today) for member in members
    )
    counted = [
        (figure, figure.get_counts([member.user_id for member in members], by, today))
        for figure in workload_figures
    ]
    return [replace(load, figures=_figures(load.worker, counted)) for load in loads]


def _figures(
    worker: User, counted: Iterable[tuple[WorkloadFigure, Mapping[int, tuple[int, int]]]]
) -> tuple[FigureCount, ...]:
    return tuple(
        FigureCount(figure.label, *counts.get(worker.pk, (0, 0)), figure.get_url(worker))
        for figure, counts in counted
    )


def _load(member: Membership, counted: dict | None, limits: dict, today: date) -> MemberWorkload:
    limit = limits.get(member.in_office.pk, DEFAULT_CASELOAD)
    if counted is None:
        return MemberWorkload(member.user, member.team, limit=limit)
    quiet_days = max(0, (today - counted["quiet"]).days)
    figures = counted["open"], counted["severe"], counted["late"], quiet_days
    return MemberWorkload(member.user, member.team, *figures, limit)


def _counts(workers: list[int], by: User, today: date) -> dict[str, dict]:
    rows = CaseAccessGrant.objects.live().filter(
        has_grant(by.grantees("case.see")),
        grantee__in=[f"user:{pk}" for pk in workers],
        status__in=ACTIVE_STATUSES,
    )
    counted = rows.values("grantee").annotate(
        open=Count("pk"),
        severe=Count("pk", filter=Q(urgency__gte=URGENCY[HIGH_RISK])),
        late=Count("pk", filter=Q(next_due_on__lt=today)),
        quiet=Min("quiet_since"),
    )
    return {row["grantee"]: row for row in counted}


def team_workload(view: CaseScope, *, by: User, today: date) -> TeamWorkload:
    """The same four figures for a whole team or office."""
    rows: MergedQuerySets = filtered_cases(by, CaseFilter(view.grantee))
    longest = rows.order_by("quiet_since")[:1]
    counted = count_groups(
        open=rows.rows(), severe=rows.filter(urgency__gte=URGENCY[HIGH_RISK]).rows(),
        overdue=rows.filter(next_due_on__lt=today).rows(),
    )  # fmt: skip
    return TeamWorkload(
        **{name: min(sum(parts.values()), COUNT_LIMIT + 1) for name, parts in counted.items()},
        quiet_days=max(0, (today - longest[0].quiet_since).days) if longest else None,
    )


def caseload_limits(offices: Iterable[int]) -> dict[int, int]:
    """How many cases one colleague is to carry, office by office: a warning, never a block."""
    rules = CaseSettings.objects.filter(office__in=list(offices))
    return dict(rules.values_list("office_id", "caseload"))


def caseload_limit(office: Office | None) -> int:
    return (
        caseload_limits([office.pk]).get(office.pk, DEFAULT_CASELOAD)
        if office
        else DEFAULT_CASELOAD
    )
