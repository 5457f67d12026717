"""What asks adds to the menu and to the search for pages."""

from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import navigation_items
from amparo.foundation.core.navigation import NavigationItem

_POLICY_OFFICER = frozenset({"policy_officer"})
_SUPERVISOR = frozenset({"supervisor"})

navigation_items.register(
    NavigationItem(
        "asks:asks",
        pgettext_lazy("menu", "Advocacy asks"),
        "building-bank",
        _POLICY_OFFICER | _SUPERVISOR,
        group="advocacy",
        order=50,
    )
)
