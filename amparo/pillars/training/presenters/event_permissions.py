"""What somebody may do with an event, asked once for a page that is made of many sections."""

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import permissions_on

from ..models import TrainingEvent


def permissions_on_event(event: TrainingEvent, user: User) -> frozenset[str]:
    """Returns what the user may do with this event, as it was when this object was first asked
    about: give it objects that live no longer than a request.
    """
    known: dict[int, frozenset[str]] = event.__dict__.setdefault("_permissions_on", {})
    if user.pk not in known:
        known[user.pk] = frozenset(permissions_on(event, user))
    return known[user.pk]
