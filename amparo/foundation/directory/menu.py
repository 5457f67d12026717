"""What directory adds to the menu and to the search for pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import (
    navigation_groups,
    navigation_items,
    site_actions,
    site_pages,
)
from amparo.foundation.core.navigation import NavigationGroup, NavigationItem, SitePage

_ADMINISTRATOR = frozenset({"administrator"})
_CASEWORK = frozenset({"caseworker", "supervisor"})
_DATA_OFFICER = frozenset({"data_officer"})
_POLICY_OFFICER = frozenset({"policy_officer"})
_PROGRAMME_MANAGER = frozenset({"programme_manager"})

navigation_groups.register(
    NavigationGroup(
        "directory",
        pgettext_lazy("menu", "Directory"),
        "map-pin",
        frozenset({"caseworker", "data_officer", "administrator"}),
        order=120,
    )
)
navigation_items.register(
    NavigationItem(
        "directory:services",
        _("Service directory"),
        "building-community",
        _CASEWORK | _DATA_OFFICER | _ADMINISTRATOR | _PROGRAMME_MANAGER | _POLICY_OFFICER,
        group="directory",
        order=10,
        keywords=pgettext_lazy("search words", "directory, service mapping"),
    )
)
site_pages.register(
    SitePage("directory:providers", _("Organizations"), "building-community", order=40)
)
site_pages.register(
    SitePage("directory:mechanisms", _("Referral mechanisms"), "arrows-exchange", order=50)
)
site_pages.register(
    SitePage(
        "directory:feeds",
        _("External directories"),
        "file-upload",
        "directory.edit",
        pgettext_lazy("search words", "HSDS, import"),
        order=60,
    )
)
site_actions.register(
    SitePage(
        "directory:provider-new",
        _("Add organization to the directory"),
        "building-community",
        "directory.edit",
        pgettext_lazy("search words", "new service, provider"),
        order=150,
    )
)
site_actions.register(
    SitePage(
        "directory:mechanism-new",
        _("Add referral mechanism"),
        "arrows-exchange",
        "directory.edit",
        order=160,
    )
)
site_actions.register(
    SitePage(
        "directory:feed-new",
        _("Import directory"),
        "file-upload",
        "directory.edit",
        pgettext_lazy("search words", "HSDS"),
        order=170,
    )
)
