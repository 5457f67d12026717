"""What waits on pathways, and what they reached, on first screens."""

from collections.abc import Mapping
from typing import Any

from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.extension_points import DashboardPlace, DashboardSection

from .base import (
    Pending,
    outcome_counts,
    pending_of,
    rows_of,
    watched_by_programme,
    worklist_counts,
)


def pending_context(
    pending: list[Pending], place: DashboardPlace, counts: Mapping[str, int]
) -> dict[str, Any] | None:
    figures = [each for each in worklist_counts(pending, counts) if each.count]
    return {"figures": figures} if figures else None


def programmes_context(
    user: User, place: DashboardPlace, counts: Mapping[str, int]
) -> dict[str, Any] | None:
    """Returns what waits in each programme, and how many it is together."""
    programmes = [
        {
            "code": programme.value, "name": programme.label, "figures": figures,
            "count": sum(figure.count for figure in figures),
            "is_late": any(figure.is_late for figure in figures),
        }
        for programme, figures in watched_by_programme(user)
    ]  # fmt: skip
    return {"programmes": programmes} if programmes else None


def results_context(
    user: User, place: DashboardPlace, counts: Mapping[str, int]
) -> dict[str, Any] | None:
    headlines = outcome_counts(user)
    return {"headlines": headlines} if headlines else None


DASHBOARD_SECTIONS = (
    DashboardSection(
        "pathways", 10, {DashboardPlace.TODAY_SIDE: "pathways/counters.html"}, pending_context,
        rows_of, pending_of,
    ),
    DashboardSection(
        "programmes", 50, {DashboardPlace.TEAM: "pathways/programmes_panel.html"},
        programmes_context,
    ),
    DashboardSection(
        "results", 70, {DashboardPlace.TEAM: "pathways/results_panel.html"}, results_context
    ),
)  # fmt: skip
