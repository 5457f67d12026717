"""What assessment adds to the menu and to the search for pages."""

from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import (
    impersonation_routes,
    navigation_items,
    practice_routes,
)
from amparo.foundation.core.navigation import NavigationItem

_CASEWORK = frozenset({"caseworker", "supervisor"})

navigation_items.register(
    NavigationItem(
        "assessment:places-known",
        pgettext_lazy("menu", "Protection context by place"),
        "map-pin",
        _CASEWORK,
        group="directory",
        order=30,
    )
)
for route in (
    "assessment:assessment",
    "assessment:places-known",
    "assessment:place",
    "assessment:risk-rule",
):
    impersonation_routes.register(route)
for route in (
    "assessment:assessment",
    "assessment:assessment-last",
    "assessment:assessment-new",
    "assessment:flag-answer",
    "assessment:flags",
    "assessment:observation",
    "assessment:observation-end",
    "assessment:observation-new",
    "assessment:risk-decide",
    "assessment:risk-review",
    "assessment:risk-rule",
    "assessment:unmet-need-reason",
    "assessment:unmet-needs",
):
    practice_routes.register(route)
