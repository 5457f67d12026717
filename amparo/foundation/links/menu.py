"""What links adds to the menu and to the search for pages."""

from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import navigation_items
from amparo.foundation.core.navigation import NavigationItem

_DATA_OFFICER = frozenset({"data_officer"})
_POLICY_OFFICER = frozenset({"policy_officer"})
_SUPERVISOR = frozenset({"supervisor"})

navigation_items.register(
    NavigationItem(
        "links:chain",
        pgettext_lazy("menu", "From need to outcome"),
        "link",
        _POLICY_OFFICER | _SUPERVISOR | _DATA_OFFICER,
        pgettext_lazy("menu, short", "Needs"),
        group="dialogue",
        order=20,
        bottom_for=frozenset({"policy_officer"}),
    )
)
