"""What trafficking adds to the menu and to the search for pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import navigation_groups, navigation_items
from amparo.foundation.core.navigation import NavigationGroup, NavigationItem

_CASEWORK = frozenset({"caseworker", "supervisor"})

navigation_groups.register(
    NavigationGroup(
        "trafficking",
        pgettext_lazy("menu", "Counter-trafficking"),
        "shield-check",
        _CASEWORK,
        order=30,
    )
)
navigation_items.register(
    NavigationItem(
        "counter_trafficking:ways",
        _("Victims of trafficking"),
        "shield-check",
        _CASEWORK,
        group="trafficking",
        order=10,
        keywords=pgettext_lazy("search words", "trafficking, VoT, exploitation"),
    )
)
