"""What rumours adds to the menu and to the search for pages."""

from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import navigation_items
from amparo.foundation.core.navigation import NavigationItem

from .worklists import rumours_to_assess

_COMMUNICATIONS = frozenset({"communications"})
_POLICY_OFFICER = frozenset({"policy_officer"})
_ADVOCACY = _COMMUNICATIONS | _POLICY_OFFICER
_CASEWORK = frozenset({"caseworker", "supervisor"})

navigation_items.register(
    NavigationItem(
        "rumours:rumours",
        pgettext_lazy("menu", "Rumours"),
        "ear",
        _ADVOCACY | _CASEWORK,
        rows=rumours_to_assess,
        group="advocacy",
        order=20,
    )
)
