"""What first screens show of cases themselves, of field entries and of risk capacities."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.worklists import waiting_lines, waiting_rows_of
from amparo.foundation.data_quality.queries import issues_of
from amparo.foundation.fieldwork.worklists import waiting_rows
from amparo.foundation.people.models import ConsentException
from amparo.foundation.protection.models import CapacityAssessment
from amparo.ui.pagination import up_to

from .extension_points import DashboardPlace, DashboardSection, PendingPanel, PendingQueue
from .models import EmergencyAccess, SafetyAlert
from .queries import has_grant
from .workload import MemberWorkload, member_workloads, supervised_teams, team_members

MOST, LOADS = 100, 12


def exceptions_for(user: User, owner: str) -> QuerySet:
    """People registered without consent, whom a second person has not looked at yet."""
    asked = ConsentException.objects.accessible_to(user, to="approve").waiting()  # type: ignore[attr-defined]
    asked = asked.exclude(asked_by=user)
    return asked.select_related("person", "asked_by").order_by("review_due", "pk")


def emergencies_for(user: User, owner: str) -> QuerySet:
    """Files opened in an emergency, which nobody has looked at again; the oldest first."""
    opened = EmergencyAccess.objects.waiting().accessible_to(user, to="review").exclude(by=user)
    return opened.select_related("case", "by").order_by("review_due", "pk")


def alerts_for(user: User, owner: str) -> QuerySet:
    """Danger that nobody has answered yet, in cases that this person answers for."""
    held = has_grant(user.grantees("case.approve"), of="case")
    alerts = SafetyAlert.objects.unresolved().filter(held)
    return alerts.select_related("by").order_by("at", "pk")


def field_context(
    user: User, place: DashboardPlace, counts: Mapping[str, int]
) -> dict[str, Any] | None:
    count = sum(counts.values())
    return {"field": {"all": count}} if count else None


def quality_rows(user: User) -> Mapping[str, QuerySet]:
    return issues_of(user)


def quality_context(
    user: User, place: DashboardPlace, counts: Mapping[str, int]
) -> dict[str, Any] | None:
    return {"quality": counts} if counts.get("open") else None


def capacity_rows(user: User) -> Mapping[str, QuerySet]:
    return {"drafts": up_to(CapacityAssessment.objects.to_confirm(user), MOST)}


def capacity_context(
    user: User, place: DashboardPlace, counts: Mapping[str, int]
) -> dict[str, Any] | None:
    return {"drafts": counts["drafts"]} if counts["drafts"] else None


def waiting_context(
    user: User, place: DashboardPlace, counts: Mapping[str, int]
) -> dict[str, Any] | None:
    lines = waiting_lines(counts)
    return {"waiting_lines": lines} if lines else None


def loads_context(
    user: User, place: DashboardPlace, counts: Mapping[str, int]
) -> dict[str, Any] | None:
    loads = loads_for(user)
    scale = max((max(each.open, each.limit) for each in loads), default=1)
    return {"loads": loads, "loads_scale": scale} if loads else None


def loads_for(user: User) -> list[MemberWorkload]:
    """How much each caseworker of the teams carries, the fullest first; none without the
    permission.
    """
    if "team.see" not in user.permissions:
        return []
    members = team_members(supervised_teams(user))[:LOADS]
    loads = member_workloads(members, by=user, today=localtime(now()).date())
    return sorted(loads, key=lambda load: (-load.open, load.worker.name))


PENDING_QUEUES = (
    PendingQueue(
        "exceptions", PendingPanel.DECISIONS, 10, "cases/lists/pending_exceptions.html",
        exceptions_for,
    ),
    PendingQueue(
        "emergencies", PendingPanel.DECISIONS, 30, "cases/lists/pending_emergencies.html",
        emergencies_for,
    ),
    PendingQueue(
        "alerts", PendingPanel.ALERTS, 20, "cases/lists/pending_alerts.html", alerts_for,
        names_case=True, urgent_position=10,
        urgent_template="cases/lists/pending_urgent_alert.html",
    ),
)  # fmt: skip
DASHBOARD_SECTIONS = (
    DashboardSection(
        "field", 20,
        {
            DashboardPlace.TODAY_TOP: "fieldwork/sync/worklist_count.html",
            DashboardPlace.PENDING_LINES: "cases/lists/pending_field.html",
        },
        field_context, waiting_rows,
    ),
    DashboardSection(
        "quality", 40, {DashboardPlace.TODAY_LINES: "data_quality/count.html"}, quality_context,
        quality_rows,
    ),
    DashboardSection(
        "capacity", 40, {DashboardPlace.PENDING_LINES: "cases/lists/pending_capacity.html"},
        capacity_context, capacity_rows,
    ),
    DashboardSection(
        "waiting", 50,
        {
            DashboardPlace.TODAY_LINES: "cases/lists/pending_lines.html",
            DashboardPlace.PENDING_LINES: "cases/lists/pending_lines.html",
        },
        waiting_context, waiting_rows_of,
    ),
    DashboardSection(
        "loads", 60, {DashboardPlace.TEAM: "cases/lists/pending_loads.html"}, loads_context
    ),
)  # fmt: skip
