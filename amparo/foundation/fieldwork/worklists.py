"""Counts of conflicts and outbox entries that wait for a user, for first screens."""

from amparo.foundation.core.models import User
from amparo.ui.pagination import capped_count

from .models import Conflict, OutboxEntry

MAX_COUNTED = 100


def waiting_counts(user: User) -> dict[str, int]:
    """What they choose between, and what they decide about."""
    if "case.work" not in user.permissions:
        return {"conflicts": 0, "entries": 0, "all": 0}
    conflicts = capped_count(Conflict.objects.open().accessible_to(user, "settle"), MAX_COUNTED)
    entries = capped_count(
        OutboxEntry.objects.waiting().accessible_to(user, "settle"), MAX_COUNTED
    )
    return {"conflicts": conflicts, "entries": entries, "all": conflicts + entries}
