"""What intake adds to the menu and to the search for pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import (
    impersonation_routes,
    navigation_items,
    practice_routes,
    site_actions,
)
from amparo.foundation.core.navigation import NavigationItem, SitePage

_DATA_OFFICER = frozenset({"data_officer"})
_SUPERVISOR = frozenset({"supervisor"})

navigation_items.register(
    NavigationItem(
        "intake:registers",
        _("Beneficiary lists"),
        "file-upload",
        _DATA_OFFICER | _SUPERVISOR,
        group="evidence",
        order=120,
        keywords=pgettext_lazy("search words", "import, beneficiary list, spreadsheet"),
    )
)
site_actions.register(
    SitePage(
        "intake:register",
        _("Register person"),
        "user-plus",
        "person.register",
        pgettext_lazy("search words", "new case, intake"),
        order=10,
    )
)
site_actions.register(
    SitePage(
        "intake:register-new",
        _("Import beneficiary list"),
        "file-upload",
        "register.bring",
        pgettext_lazy("search words", "Excel, CSV, spreadsheet"),
        order=100,
    )
)
impersonation_routes.register("intake:screening")
for route in (
    "intake:alike",
    "intake:case-open",
    "intake:register",
    "intake:screening",
    "intake:screening-last",
    "intake:screening-more",
    "intake:screening-new",
    "intake:screening-next",
):
    practice_routes.register(route)
