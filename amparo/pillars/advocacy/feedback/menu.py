"""What feedback adds to the menu and to the search for pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import (
    navigation_groups,
    navigation_items,
    site_actions,
    site_pages,
)
from amparo.foundation.core.navigation import NavigationGroup, NavigationItem, SitePage

from .worklists import unacknowledged_complaints

_CASEWORK = frozenset({"caseworker", "supervisor"})
_DATA_OFFICER = frozenset({"data_officer"})


navigation_groups.register(
    NavigationGroup(
        "accountability",
        pgettext_lazy("menu", "Accountability"),
        "ear",
        _CASEWORK | _DATA_OFFICER,
        order=70,
    )
)
navigation_items.register(
    NavigationItem(
        "feedback:complaints",
        _("Complaints"),
        "ear",
        _CASEWORK | _DATA_OFFICER,
        rows=unacknowledged_complaints,
        group="accountability",
        order=10,
        keywords=pgettext_lazy("search words", "feedback, AAP, PSEA"),
    )
)
site_pages.register(
    SitePage(
        "feedback:you-said-list",
        _("You said, we did"),
        "speakerphone",
        "complaint.publish",
        order=80,
    )
)
site_actions.register(
    SitePage(
        "feedback:complaint-new",
        _("Record complaint"),
        "ear",
        "complaint.record",
        pgettext_lazy("search words", "feedback, PSEA"),
        order=90,
    )
)
