"""What law adds to the menu and to the search for pages."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.extension_points import navigation_items
from amparo.foundation.core.navigation import NavigationItem

_ADMINISTRATOR = frozenset({"administrator"})
_CASEWORK = frozenset({"caseworker", "supervisor"})
_DATA_OFFICER = frozenset({"data_officer"})
_POLICY_OFFICER = frozenset({"policy_officer"})
_PROGRAMME_MANAGER = frozenset({"programme_manager"})

navigation_items.register(
    NavigationItem(
        "law:instruments",
        _("Law and frameworks"),
        "scale",
        _CASEWORK | _DATA_OFFICER | _ADMINISTRATOR | _PROGRAMME_MANAGER | _POLICY_OFFICER,
        group="directory",
        order=40,
    )
)
