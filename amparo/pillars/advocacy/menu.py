"""What advocacy adds to the menu and to the search for pages."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import (
    navigation_groups,
    navigation_items,
    site_actions,
    site_pages,
)
from amparo.foundation.core.models import User
from amparo.foundation.core.navigation import NavigationGroup, NavigationItem, SitePage

from .models import Complaint

_COMMUNICATIONS = frozenset({"communications"})
_POLICY_OFFICER = frozenset({"policy_officer"})
_ADVOCACY = _COMMUNICATIONS | _POLICY_OFFICER
_CASEWORK = frozenset({"caseworker", "supervisor"})
_DATA_OFFICER = frozenset({"data_officer"})


def unacknowledged_complaints(user: User) -> QuerySet:
    return Complaint.objects.filter(status=Complaint.Status.RECEIVED).accessible_to(user)


navigation_groups.register(
    NavigationGroup(
        "accountability",
        pgettext_lazy("menu", "Accountability"),
        "ear",
        _CASEWORK | _DATA_OFFICER,
        order=70,
    )
)
navigation_groups.register(
    NavigationGroup(
        "advocacy", pgettext_lazy("menu", "Advocacy"), "speakerphone", _ADVOCACY, order=90
    )
)
navigation_items.register(
    NavigationItem(
        "advocacy:complaints",
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
        "advocacy:you-said", _("You said, we did"), "speakerphone", "complaint.publish", order=80
    )
)
site_actions.register(
    SitePage(
        "advocacy:complaint-new",
        _("Record complaint"),
        "ear",
        "complaint.hear",
        pgettext_lazy("search words", "feedback, PSEA"),
        order=90,
    )
)
