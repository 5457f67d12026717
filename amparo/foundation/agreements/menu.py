"""What agreements adds to the menu and to the search for pages."""

from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import navigation_items
from amparo.foundation.core.navigation import NavigationItem

_PARTNERS = frozenset({"provider", "official"})
_POLICY_OFFICER = frozenset({"policy_officer"})
_SUPERVISOR = frozenset({"supervisor"})

navigation_items.register(
    NavigationItem(
        "agreements:agreements",
        pgettext_lazy("between institutions", "Agreements"),
        "file-certificate",
        _POLICY_OFFICER | _SUPERVISOR | _PARTNERS,
        group="dialogue",
        order=30,
        keywords=pgettext_lazy("search words", "MoU, SOP, protocol, data sharing"),
    )
)
