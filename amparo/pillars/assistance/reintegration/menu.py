"""What reintegration adds to the menu and to the search for pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import navigation_items
from amparo.foundation.core.navigation import NavigationItem

_CASEWORK = frozenset({"caseworker", "supervisor"})

navigation_items.register(
    NavigationItem(
        "reintegration:plans",
        _("Reintegration plans"),
        "target",
        _CASEWORK,
        group="return",
        order=20,
        keywords=pgettext_lazy("search words", "livelihood, small business"),
    )
)
navigation_items.register(
    NavigationItem(
        "reintegration:community-projects",
        _("Community-based projects"),
        "tool",
        _CASEWORK,
        group="return",
        order=40,
    )
)
