"""What broadcasts adds to the menu and to the search for pages."""

from django.db.models import QuerySet
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import navigation_items
from amparo.foundation.core.models import User
from amparo.foundation.core.navigation import NavigationItem

from .models import Broadcast

_COMMUNICATIONS = frozenset({"communications"})
_SUPERVISOR = frozenset({"supervisor"})


def waiting_broadcasts(user: User) -> QuerySet:
    """Paused ones, and those that somebody else wrote and this user may approve."""
    paused = Broadcast.objects.filter(state=Broadcast.State.PAUSED).accessible_to(user, to="run")
    submitted = Broadcast.objects.filter(state=Broadcast.State.SUBMITTED).exclude(by=user)
    return paused | submitted.accessible_to(user, to="approve")


navigation_items.register(
    NavigationItem(
        "broadcasts:broadcasts",
        pgettext_lazy("to subscribers", "Broadcasts"),
        "bell",
        _COMMUNICATIONS | _SUPERVISOR,
        rows=waiting_broadcasts,
        group="advocacy",
        order=40,
    )
)
