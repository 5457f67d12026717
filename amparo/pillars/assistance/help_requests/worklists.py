"""Requests for help on first screens."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.extension_points import (
    DashboardPlace,
    DashboardSection,
    PendingPanel,
    PendingQueue,
)

from .models import HelpRequest
from .queries import waiting_counts


def late_requests(user: User, owner: str) -> QuerySet:
    """Requests from the public pages that nobody answered in time; danger first."""
    if "help.receive" not in user.permissions:
        return HelpRequest.objects.none()
    late = HelpRequest.objects.overdue().heeded().filter(case=None).by_urgency()
    return late.accessible_to(user).select_related("place", "owner")


def help_context(
    user: User, place: DashboardPlace, counts: Mapping[str, int]
) -> dict[str, Any] | None:
    """Returns how many wait; among what is pending, those in danger stand at the top alone."""
    in_danger = bool(counts.get("in_danger"))
    is_shown = {
        DashboardPlace.PENDING_URGENT: in_danger,
        DashboardPlace.PENDING_LINES: not in_danger,
    }
    return {"help": counts} if counts.get("waits") and is_shown.get(place, True) else None


PENDING_QUEUES = (
    PendingQueue(
        "help", PendingPanel.ALERTS, 30, "help_requests/pending_late.html", late_requests
    ),
)
DASHBOARD_SECTIONS = (
    DashboardSection(
        "help", 10,
        {
            DashboardPlace.TODAY_TOP: "help_requests/pending.html",
            DashboardPlace.PENDING_URGENT: "help_requests/pending_urgent.html",
            DashboardPlace.PENDING_LINES: "help_requests/pending_line.html",
        },
        help_context, waiting_counts,
    ),
)  # fmt: skip
