"""What stories adds to the menu and to the search for pages."""

from django.db.models import QuerySet
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import navigation_items
from amparo.foundation.core.models import User
from amparo.foundation.core.navigation import NavigationItem

from .models import Story
from .worklists import awaiting_second_person

_COMMUNICATIONS = frozenset({"communications"})
_SUPERVISOR = frozenset({"supervisor"})


def stories_to_clear(user: User) -> QuerySet[Story]:
    """Stories and photos that wait for this user as the second person."""
    return awaiting_second_person(user)


navigation_items.register(
    NavigationItem(
        "stories:stories",
        pgettext_lazy("of migrants", "Stories"),
        "camera",
        _COMMUNICATIONS | _SUPERVISOR,
        rows=stories_to_clear,
        group="advocacy",
        order=60,
    )
)
