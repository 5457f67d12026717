"""What message_bank adds to the menu and to the search for pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import (
    home_pages,
    navigation_groups,
    navigation_items,
)
from amparo.foundation.core.navigation import NavigationGroup, NavigationItem

from .worklists import messages_to_approve

_COMMUNICATIONS = frozenset({"communications"})
_POLICY_OFFICER = frozenset({"policy_officer"})
_ADVOCACY = _COMMUNICATIONS | _POLICY_OFFICER
_CASEWORK = frozenset({"caseworker", "supervisor"})
_DATA_OFFICER = frozenset({"data_officer"})
_TODAY = pgettext_lazy("menu, short", "Today")

home_pages.register(
    "communications",
    NavigationItem(
        "message_bank:overview", _("Communications"), "sun", _COMMUNICATIONS, _TODAY, order=90
    ),
)
navigation_groups.register(
    NavigationGroup(
        "advocacy", pgettext_lazy("menu", "Advocacy"), "speakerphone", _ADVOCACY, order=90
    )
)
navigation_items.register(
    NavigationItem(
        "message_bank:messages",
        _("Message bank"),
        "message-2",
        _ADVOCACY | _CASEWORK | _DATA_OFFICER,
        rows=messages_to_approve,
        group="advocacy",
        order=10,
    )
)
