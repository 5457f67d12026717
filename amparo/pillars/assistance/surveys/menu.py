"""What surveys adds to the menu and to the search for pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import navigation_items, site_actions
from amparo.foundation.core.navigation import NavigationItem, SitePage

_CASEWORK = frozenset({"caseworker", "supervisor"})
_DATA_OFFICER = frozenset({"data_officer"})

navigation_items.register(
    NavigationItem(
        "surveys:due",
        _("Monitoring surveys due"),
        "checkup-list",
        _CASEWORK,
        group="return",
        order=30,
        keywords=pgettext_lazy("search words", "RSS, sustainability survey, monitoring"),
    )
)
navigation_items.register(
    NavigationItem(
        "surveys:instruments",
        _("Surveys"),
        "messages",
        _DATA_OFFICER,
        group="evidence",
        order=100,
    )
)
site_actions.register(
    SitePage("surveys:instrument-new", _("Add survey"), "checkup-list", "form.keep", order=120)
)
