"""What money adds to the menu and to the search for pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import navigation_items
from amparo.foundation.core.navigation import NavigationItem

_CASEWORK = frozenset({"caseworker", "supervisor"})
_DATA_OFFICER = frozenset({"data_officer"})

navigation_items.register(
    NavigationItem(
        "payments:grants",
        _("Assistance grants"),
        "building-bank",
        _CASEWORK | _DATA_OFFICER,
        group="cases",
        order=80,
        keywords=pgettext_lazy("search words", "payments, cash, allowance"),
    )
)
