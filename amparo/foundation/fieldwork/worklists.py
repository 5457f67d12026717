"""Conflicts and outbox entries that wait for a user, to be counted on first screens."""

from django.db.models import QuerySet

from amparo.foundation.core.models import User
from amparo.ui.pagination import up_to

from .models import Conflict, OutboxEntry

MAX_COUNTED = 100


def waiting_rows(user: User) -> dict[str, QuerySet]:
    """What they choose between, and what they decide about; for `count_groups`."""
    if "case.work" not in user.permissions:
        return {}
    conflicts = Conflict.objects.open().accessible_to(user, "settle")
    entries = OutboxEntry.objects.waiting().accessible_to(user, "settle")
    return {"conflicts": up_to(conflicts, MAX_COUNTED), "entries": up_to(entries, MAX_COUNTED)}
