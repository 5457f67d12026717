"""What dialogue adds to the menu and to the search for pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import home_pages, navigation_groups, navigation_items
from amparo.foundation.core.navigation import NavigationGroup, NavigationItem

_DATA_OFFICER = frozenset({"data_officer"})
_OFFICIAL = frozenset({"official"})
_POLICY_OFFICER = frozenset({"policy_officer"})
_SUPERVISOR = frozenset({"supervisor"})

navigation_groups.register(
    NavigationGroup(
        "dialogue",
        pgettext_lazy("menu", "Dialogue and commitments"),
        "messages",
        _POLICY_OFFICER | _SUPERVISOR,
        order=80,
    )
)
home_pages.register(
    "policy_officer",
    NavigationItem(
        "dialogue:commitments",
        _("Commitments"),
        "flag",
        _POLICY_OFFICER,
        pgettext_lazy("menu, short", "Commitments"),
        order=50,
    ),
)
home_pages.register(
    "official",
    NavigationItem(
        "dialogue:desk",
        pgettext_lazy("menu", "My desk"),
        "sun",
        _OFFICIAL,
        pgettext_lazy("menu, short", "Desk"),
        order=70,
    ),
)
navigation_items.register(
    NavigationItem(
        "dialogue:commitments",
        _("Commitments"),
        "flag",
        _SUPERVISOR | _DATA_OFFICER,
        pgettext_lazy("menu, short", "Commitments"),
        group="dialogue",
        order=10,
    )
)
navigation_items.register(
    NavigationItem(
        "dialogue:meetings",
        pgettext_lazy("menu", "Meetings"),
        "calendar-event",
        _POLICY_OFFICER | _SUPERVISOR,
        group="dialogue",
        order=40,
    )
)
navigation_items.register(
    NavigationItem(
        "dialogue:consultations",
        pgettext_lazy("of migrants and communities", "Consultations"),
        "ear",
        _POLICY_OFFICER | _SUPERVISOR,
        group="dialogue",
        order=50,
    )
)
