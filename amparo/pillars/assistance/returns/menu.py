"""What returns adds to the menu and to the search for pages."""

from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import navigation_groups, navigation_items
from amparo.foundation.core.navigation import NavigationGroup, NavigationItem

_CASEWORK = frozenset({"caseworker", "supervisor"})

navigation_groups.register(
    NavigationGroup(
        "return",
        pgettext_lazy("menu", "Return and reintegration"),
        "home-heart",
        _CASEWORK,
        order=40,
    )
)
navigation_items.register(
    NavigationItem(
        "returns:index",
        pgettext_lazy("menu", "Returns (AVRR)"),
        "home-heart",
        _CASEWORK,
        group="return",
        order=10,
        keywords=pgettext_lazy("search words", "AVRR, voluntary return, repatriation"),
    )
)
