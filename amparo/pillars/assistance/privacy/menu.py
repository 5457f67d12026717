"""What data protection adds to the menu and to the search for pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import navigation_items
from amparo.foundation.core.navigation import NavigationItem

_CASEWORK = frozenset({"caseworker", "supervisor"})
_DATA_OFFICER = frozenset({"data_officer"})
_SUPERVISOR = frozenset({"supervisor"})

navigation_items.register(
    NavigationItem(
        "privacy:rights",
        _("Data subject requests"),
        "file-certificate",
        _CASEWORK,
        group="accountability",
        order=20,
        keywords=pgettext_lazy("search words", "data subject request, personal data"),
    )
)
navigation_items.register(
    NavigationItem(
        "privacy:due",
        _("Retention and deletion"),
        "folder",
        _DATA_OFFICER | _SUPERVISOR,
        group="administration",
        order=90,
        keywords=pgettext_lazy("search words", "retention, erasure, deletion"),
    )
)
