"""What guidance adds to the menu and to the search for pages."""

from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import home_pages, navigation_groups, navigation_items
from amparo.foundation.core.navigation import NavigationGroup, NavigationItem

_CASEWORK = frozenset({"caseworker", "supervisor"})
_DATA_OFFICER = frozenset({"data_officer"})
_PARTNERS = frozenset({"provider", "official"})
_POLICY_OFFICER = frozenset({"policy_officer"})
_PROGRAMME_MANAGER = frozenset({"programme_manager"})

navigation_groups.register(
    NavigationGroup(
        "guidance", pgettext_lazy("menu", "Guidance and SOPs"), "book-2", _CASEWORK, order=110
    )
)
home_pages.register(
    "guidance_author",
    NavigationItem(
        "guidance:library",
        pgettext_lazy("menu", "Guidance library"),
        "book-2",
        frozenset({"guidance_author"}),
        pgettext_lazy("menu, short", "Guidance"),
        order=110,
    ),
)
home_pages.register(
    "translator",
    NavigationItem(
        "guidance:library",
        pgettext_lazy("menu", "Guidance library"),
        "book-2",
        frozenset({"translator"}),
        pgettext_lazy("menu, short", "Guidance"),
        order=110,
    ),
)
home_pages.register(
    "guidance_reviewer",
    NavigationItem(
        "guidance:library",
        pgettext_lazy("menu", "Guidance library"),
        "book-2",
        frozenset({"guidance_reviewer"}),
        pgettext_lazy("menu, short", "Guidance"),
        order=110,
    ),
)
home_pages.register(
    "endorser",
    NavigationItem(
        "guidance:library",
        pgettext_lazy("menu", "Guidance library"),
        "book-2",
        frozenset({"endorser"}),
        pgettext_lazy("menu, short", "Guidance"),
        order=110,
    ),
)
navigation_items.register(
    NavigationItem(
        "guidance:library",
        pgettext_lazy("menu", "Guidance library"),
        "book-2",
        _CASEWORK | _DATA_OFFICER | _PARTNERS | _PROGRAMME_MANAGER | _POLICY_OFFICER,
        pgettext_lazy("menu, short", "Guidance"),
        group="guidance",
        order=10,
        bottom_for=frozenset({"policy_officer"}),
    )
)
