"""Conflicts and field entries that wait for a user, to be counted on first screens."""

from django.db.models import QuerySet

from amparo.foundation.core.models import User
from amparo.ui.pagination import up_to

from .models import Conflict, OutboxEntry

MAX_COUNTED = 100


def waiting_rows(user: User) -> dict[str, QuerySet]:
    """What they choose between, what they decide about, and what could not be applied; for
    `count_groups`.
    """
    if "case.work" not in user.permissions:
        return {}
    conflicts = Conflict.objects.open().accessible_to(user, "settle")
    entries = OutboxEntry.objects.waiting().accessible_to(user, "settle")
    refused = OutboxEntry.objects.refused().accessible_to(user, "settle")
    return {
        "conflicts": up_to(conflicts, MAX_COUNTED), "entries": up_to(entries, MAX_COUNTED),
        "refused": up_to(refused, MAX_COUNTED),
    }  # fmt: skip
