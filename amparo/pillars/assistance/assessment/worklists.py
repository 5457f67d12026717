"""Protection flags that wait for an answer, and unmet needs that wait for a reason."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.models import User
from amparo.foundation.protection.models import RiskAssessment
from amparo.pillars.assistance.cases.extension_points import (
    DashboardPlace,
    DashboardSection,
    PendingPanel,
    PendingQueue,
    WorkloadFigure,
)
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.queries import has_grant
from amparo.ui.pagination import up_to

from .models import ProtectionFlag, UnmetNeed
from .models.protection_flags import GRAVEST
from .models.unmet_needs import UnmetNeedQuerySet
from .presenters import ShownFlag, clocks_of

MOST, MOST_FLAGS = 100, 40


def flags_for(user: User, *, owner: str = "") -> QuerySet:
    """Returns the open flags of cases that this user answers for, the gravest first.

    `owner` is the ref of the one caseworker whose cases are meant; "" for all.
    """
    held = has_grant(user.grantees("case.approve"), of="case")
    flags = ProtectionFlag.objects.unanswered().filter(held)
    if owner:
        flags = flags.filter(case__owner__ref=owner)
    return flags.select_related("by", "person").gravest_first()  # type: ignore[attr-defined]


def grave_flags_of(owner: User) -> QuerySet:
    """Returns the open flags of danger and risk to life in the cases of one caseworker, the
    gravest first.
    """
    flags = ProtectionFlag.objects.unanswered().filter(case__owner=owner, kind__in=GRAVEST)
    visible = flags.accessible_to(owner)  # type: ignore[attr-defined]
    return visible.select_related("by", "person").gravest_first()  # type: ignore[attr-defined]


def with_their_cases[T: (ProtectionFlag, UnmetNeed)](records: Iterable[T]) -> list[T]:
    """Returns the records, each with its case and whom it is about. One query."""
    listed = list(records)
    cases = Case.objects.with_subject().in_bulk([each.case_id for each in listed])
    for each in listed:
        each.case = cases[each.case_id]
    return listed


def count_flags(owners: Iterable[int], by: User, today: date) -> dict[int, tuple[int, int]]:
    """Returns how many open flags lie in the cases of each caseworker, and how many of them are
    overdue, by the key of the caseworker; of cases that `by` may see. One query.
    """
    held = has_grant(by.grantees("case.see"), of="case")
    flags = ProtectionFlag.objects.unanswered().filter(held, case__owner__in=list(owners))
    counted = flags.order_by().values("case__owner").annotate(
        open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today))
    )  # fmt: skip
    return {row["case__owner"]: (row["open"], row["late"]) for row in counted}


def unmet_needs_of(owner: User) -> UnmetNeedQuerySet:
    """Returns the open unmet needs in the active cases of one caseworker."""
    unmet = UnmetNeed.objects.of_active_cases().filter(case__owner=owner)
    return unmet.accessible_to(owner)  # type: ignore[return-value]


def unmet_needs_for(user: User) -> UnmetNeedQuerySet:
    """Returns the open unmet needs in the active cases that this user answers for."""
    held = has_grant(user.grantees("case.approve"), of="case")
    return UnmetNeed.objects.of_active_cases().filter(held)


def unconfirmed_needs(user: User) -> dict[str, QuerySet]:
    """Returns what the rules found and nobody has confirmed, of cases that this user answers for,
    or of their own; for `count_groups`.
    """
    answers = "case.approve" in user.permissions
    rows = unmet_needs_for(user) if answers else unmet_needs_of(user)
    return {"unconfirmed": up_to(rows.unconfirmed(), MOST)}


def flags_url(worker: User) -> str:
    """Where the open flags of one caseworker are found."""
    return f"{reverse('cases:waiting')}?{urlencode({'owner': worker.ref.hex})}#flags"


FIGURE = WorkloadFigure(_("Urgent flags"), count_flags, flags_url)


# First screens.


def overrides_for(user: User, owner: str) -> QuerySet:
    """Levels of risk that somebody decided otherwise than suggested, for a second person."""
    decided = RiskAssessment.objects.accessible_to(user, to="approve").waiting()  # type: ignore[attr-defined]
    decided = decided.exclude(by=user)
    return decided.select_related("by").order_by("decided_at", "pk")


def show_flags(flags: Iterable[ProtectionFlag]) -> list[ShownFlag]:
    return [ShownFlag(flag, clocks_of(flag)) for flag in flags]


def grave_flags_context(
    user: User, place: DashboardPlace, counts: Mapping[str, int]
) -> dict[str, Any] | None:
    """Returns the gravest open flags in the cases of the user."""
    flags = with_their_cases(grave_flags_of(user)[:MOST_FLAGS])
    if not flags:
        return None
    return {"flags": show_flags(flags), "cases": {flag.case for flag in flags}}


def unmet_context(
    user: User, place: DashboardPlace, counts: Mapping[str, int]
) -> dict[str, Any] | None:
    return {"unmet": counts} if counts.get("unconfirmed") else None


PENDING_QUEUES = (
    PendingQueue(
        "overrides", PendingPanel.DECISIONS, 20, "assessment/pending_overrides.html",
        overrides_for, names_case=True,
    ),
    PendingQueue(
        "flags", PendingPanel.ALERTS, 10, "assessment/pending_flags.html",
        lambda user, owner: flags_for(user, owner=owner), show_flags, names_case=True,
        urgent_position=20, urgent_template="assessment/pending_urgent_flag.html",
    ),
)  # fmt: skip
DASHBOARD_SECTIONS = (
    DashboardSection(
        "flags", 10, {DashboardPlace.TODAY_MAIN: "assessment/grave_flags_panel.html"},
        grave_flags_context,
    ),
    DashboardSection(
        "unmet", 30,
        {
            DashboardPlace.TODAY_LINES: "assessment/unmet_count.html",
            DashboardPlace.PENDING_LINES: "assessment/unmet_count.html",
        },
        unmet_context, unconfirmed_needs,
    ),
)  # fmt: skip
