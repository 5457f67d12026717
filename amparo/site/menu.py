"""What site adds to the menu and to the search for pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import (
    home_pages,
    impersonation_routes,
    navigation_groups,
    navigation_items,
    practice_routes,
    site_actions,
    site_pages,
)
from amparo.foundation.core.navigation import NavigationGroup, NavigationItem, SitePage

_ADMINISTRATOR = frozenset({"administrator"})
_DATA_OFFICER = frozenset({"data_officer"})
_PROGRAMME_MANAGER = frozenset({"programme_manager"})

navigation_groups.register(
    NavigationGroup(
        "administration",
        pgettext_lazy("menu", "Administration"),
        "adjustments",
        _ADMINISTRATOR | _DATA_OFFICER,
        order=130,
    )
)
home_pages.register(
    "data_officer",
    NavigationItem(
        "data-overview",
        pgettext_lazy("menu", "Data overview"),
        "sun",
        _DATA_OFFICER,
        pgettext_lazy("menu, short", "Overview"),
        order=30,
    ),
)
home_pages.register(
    "programme_manager",
    NavigationItem(
        "programme-overview",
        pgettext_lazy("menu", "Programme overview"),
        "sun",
        _PROGRAMME_MANAGER,
        pgettext_lazy("menu, short", "Overview"),
        order=40,
    ),
)
home_pages.register(
    "administrator",
    NavigationItem(
        "system-overview",
        pgettext_lazy("menu", "System overview"),
        "sun",
        _ADMINISTRATOR,
        pgettext_lazy("menu, short", "Overview"),
        order=120,
    ),
)
home_pages.register(
    "auditor",
    NavigationItem(
        "audit-log",
        _("Audit log"),
        "list-search",
        frozenset({"auditor"}),
        order=130,
        keywords=pgettext_lazy("search words", "audit log, history"),
    ),
)
navigation_items.register(
    NavigationItem(
        "staff",
        _("Users"),
        "id-badge-2",
        _ADMINISTRATOR,
        group="administration",
        order=10,
        keywords=pgettext_lazy("search words", "users, user accounts, roles"),
        bottom_for=frozenset({"administrator"}),
    )
)
navigation_items.register(
    NavigationItem(
        "offices",
        _("Offices and teams"),
        "building-community",
        _ADMINISTRATOR,
        pgettext_lazy("menu, short", "Offices"),
        group="administration",
        order=20,
        bottom_for=frozenset({"administrator"}),
    )
)
navigation_items.register(
    NavigationItem(
        "code-lists",
        _("Reference lists"),
        "list-details",
        _ADMINISTRATOR,
        group="administration",
        order=30,
        keywords=pgettext_lazy("search words", "codes, categories"),
    )
)
navigation_items.register(
    NavigationItem(
        "places",
        pgettext_lazy("menu, title", "Administrative areas"),
        "map-pin",
        _ADMINISTRATOR,
        group="administration",
        order=40,
    )
)
navigation_items.register(
    NavigationItem(
        "boundaries",
        pgettext_lazy("menu, title", "Boundaries"),
        "adjustments",
        _ADMINISTRATOR | _DATA_OFFICER,
        group="administration",
        order=50,
    )
)
navigation_items.register(
    NavigationItem(
        "emergency-numbers",
        _("Emergency numbers"),
        "phone-call",
        _ADMINISTRATOR | _DATA_OFFICER,
        group="administration",
        order=60,
    )
)
navigation_items.register(
    NavigationItem(
        "jobs",
        _("Background tasks"),
        "refresh",
        _ADMINISTRATOR,
        pgettext_lazy("menu, short", "Tasks"),
        group="administration",
        order=70,
        keywords=pgettext_lazy("search words", "background tasks, queue"),
    )
)
navigation_items.register(
    NavigationItem(
        "partner-systems",
        _("Connected systems"),
        "link",
        _ADMINISTRATOR,
        group="administration",
        order=80,
        keywords=pgettext_lazy("search words", "API, tokens, webhooks"),
    )
)
site_pages.register(SitePage("notifications", _("Notifications"), "bell", order=10))
site_pages.register(
    SitePage(
        "account",
        _("My account"),
        "user-circle",
        keywords=pgettext_lazy("search words", "password, language, sessions, two-factor"),
        order=20,
    )
)
site_pages.register(
    SitePage(
        "handbook",
        _("Handbook"),
        "book-2",
        keywords=pgettext_lazy("search words", "help, manual, guide"),
        order=30,
    )
)
site_actions.register(
    SitePage(
        "emergency-number-new", _("Add emergency number"), "phone-call", "number.edit", order=180
    )
)
site_actions.register(
    SitePage(
        "staff-new",
        _("Add user account"),
        "user-plus",
        "staff.edit",
        pgettext_lazy("search words", "invite, new colleague"),
        order=190,
    )
)
site_actions.register(
    SitePage("office-new", _("Add office"), "building-community", "office.edit", order=200)
)
site_actions.register(
    SitePage(
        "place-new",
        _("Add place"),
        "map-pin",
        "place.edit",
        pgettext_lazy("search words", "town, gazetteer"),
        order=210,
    )
)
site_actions.register(
    SitePage("password", pgettext_lazy("button", "Change password"), "key", order=220)
)
for route in (
    "home", "person", "handbook", "handbook-page", "page-help", "first-steps",
):  # fmt: skip
    impersonation_routes.register(route)
for route in (
    "home",
    "person",
    "search",
    "new",
    "handbook",
    "handbook-page",
    "page-help",
    "first-steps",
    "notifications",
    "notification",
    "notifications-read",
    "read-limit-reason",
    "language",
    "display",
    "display-switch",
    "health",
):
    practice_routes.register(route)
