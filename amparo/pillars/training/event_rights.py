"""What somebody may do to a training event, asked of the database once for each event read."""

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import permissions_on

from .models import TrainingEvent


def rights_on(event: TrainingEvent, user: User) -> frozenset[str]:
    """Returns what the user may do to the event as it was read: each section of its page asks."""
    known = event.__dict__.setdefault("_rights", {})
    if user.pk not in known:
        known[user.pk] = frozenset(permissions_on(event, user))
    return known[user.pk]
