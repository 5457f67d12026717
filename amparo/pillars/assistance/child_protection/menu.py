"""What families adds to the menu and to the search for pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import navigation_groups, navigation_items
from amparo.foundation.core.navigation import NavigationGroup, NavigationItem

_CASEWORK = frozenset({"caseworker", "supervisor"})

navigation_groups.register(
    NavigationGroup(
        "children", pgettext_lazy("menu", "Child protection"), "lifebuoy", _CASEWORK, order=20
    )
)
navigation_items.register(
    NavigationItem(
        "child_protection:children",
        _("Unaccompanied and separated children"),
        "lifebuoy",
        _CASEWORK,
        group="children",
        order=10,
        keywords=pgettext_lazy("search words", "UASC, unaccompanied, separated, child protection"),
    )
)
