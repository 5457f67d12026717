"""What campaigns adds to the menu and to the search for pages."""

from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import navigation_items
from amparo.foundation.core.navigation import NavigationItem

from .worklists import campaigns_to_act_on

_COMMUNICATIONS = frozenset({"communications"})
_POLICY_OFFICER = frozenset({"policy_officer"})
_ADVOCACY = _COMMUNICATIONS | _POLICY_OFFICER
_DATA_OFFICER = frozenset({"data_officer"})
_SUPERVISOR = frozenset({"supervisor"})

navigation_items.register(
    NavigationItem(
        "campaigns:campaigns",
        pgettext_lazy("list", "Campaigns"),
        "speakerphone",
        _ADVOCACY | _SUPERVISOR | _DATA_OFFICER,
        rows=campaigns_to_act_on,
        group="advocacy",
        order=30,
    )
)
