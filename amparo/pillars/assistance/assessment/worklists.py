"""Protection flags that wait for an answer."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from amparo.foundation.core.models import User

from ..caseload import also_held
from .models import ProtectionFlag


def flags_for(user: User, *, owner: str = "") -> QuerySet:
    """Returns the open flags of cases that this user answers for, the nearest deadline first.

    `owner` is the ref of the one caseworker whose cases are meant; "" for all.
    """
    held = also_held(user.grantees("case.approve"), of="case")
    flags = ProtectionFlag.objects.unanswered().filter(held)
    if owner:
        flags = flags.filter(case__owner__ref=owner)
    return flags.select_related("by", "person").order_by("due_on", "pk")


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
