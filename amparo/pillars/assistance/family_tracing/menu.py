"""What tracing adds to the menu and to the search for pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import navigation_items, site_actions
from amparo.foundation.core.navigation import NavigationItem, SitePage

_CASEWORK = frozenset({"caseworker", "supervisor"})

navigation_items.register(
    NavigationItem(
        "family_tracing:requests",
        _("Family tracing"),
        "route",
        _CASEWORK,
        group="children",
        order=20,
        keywords=pgettext_lazy("search words", "missing family, reunification, RFL"),
    )
)
site_actions.register(
    SitePage(
        "family_tracing:request-new",
        _("Record tracing request"),
        "search",
        "case.work",
        pgettext_lazy("search words", "missing family, reunification"),
        order=70,
    )
)
