"""What transfers add to the menu and to the search for pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import navigation_items
from amparo.foundation.core.navigation import NavigationItem

_CASEWORK = frozenset({"caseworker", "supervisor"})

navigation_items.register(
    NavigationItem(
        "transfers:transfers",
        _("Case transfers"),
        "arrows-exchange",
        _CASEWORK,
        group="cases",
        order=50,
        keywords=pgettext_lazy("search words", "transfer, another office"),
    )
)
