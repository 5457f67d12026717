"""Protection flags that wait for an answer, and unmet needs that wait for a reason."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from amparo.foundation.core.models import User
from amparo.ui.pagination import up_to

from ..caseload import also_held
from ..models import Case
from .models import ProtectionFlag, UnmetNeed
from .models.protection_flags import GRAVEST
from .models.unmet_needs import UnmetNeedQuerySet

MOST = 100


def flags_for(user: User, *, owner: str = "") -> QuerySet:
    """Returns the open flags of cases that this user answers for, the gravest first.

    `owner` is the ref of the one caseworker whose cases are meant; "" for all.
    """
    held = also_held(user.grantees("case.approve"), of="case")
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


def count_flags(owners: Iterable[int], *, by: User, today: date) -> dict[int, tuple[int, int]]:
    """Returns how many open flags lie in the cases of each caseworker, and how many of them are
    overdue, by the key of the caseworker; of cases that `by` may see. One query.
    """
    held = also_held(by.grantees("case.see"), of="case")
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
    held = also_held(user.grantees("case.approve"), of="case")
    return UnmetNeed.objects.of_active_cases().filter(held)


def unconfirmed_needs(user: User) -> dict[str, QuerySet]:
    """Returns what the rules found and nobody has confirmed, of cases that this user answers for,
    or of their own; for `count_groups`.
    """
    answers = "case.approve" in user.permissions
    rows = unmet_needs_for(user) if answers else unmet_needs_of(user)
    return {"unconfirmed": up_to(rows.unconfirmed(), MOST)}
