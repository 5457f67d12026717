"""What evidence adds to the menu and to the search for pages."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import home_pages, navigation_groups, navigation_items
from amparo.foundation.core.models import User
from amparo.foundation.core.navigation import NavigationGroup, NavigationItem

from .models import MonthlyReport, Release

_DATA_OFFICER = frozenset({"data_officer"})
_DONOR_READER = frozenset({"donor_reader"})
_OFFICIAL = frozenset({"official"})
_SUPERVISOR = frozenset({"supervisor"})


def unsigned_releases(user: User) -> QuerySet:
    audited = Release.objects.filter(state=Release.State.AUDITED).exclude(by=user)
    return audited.accessible_to(user, to="sign")


def unsigned_reports(user: User) -> QuerySet:
    return MonthlyReport.objects.filter(state=MonthlyReport.State.FROZEN).accessible_to(
        user, to="sign"
    )


navigation_groups.register(
    NavigationGroup(
        "evidence",
        pgettext_lazy("menu", "Evidence"),
        "chart-dots",
        _SUPERVISOR | _DATA_OFFICER | _OFFICIAL,
        order=60,
    )
)
home_pages.register(
    "donor_reader",
    NavigationItem(
        "evidence:donor-sheets",
        _("Donor sheets"),
        "file-text",
        _DONOR_READER,
        pgettext_lazy("menu, short", "Sheets"),
        order=80,
    ),
)
navigation_items.register(
    NavigationItem(
        "evidence:published",
        pgettext_lazy("menu, statistics", "Figures"),
        "chart-dots",
        _OFFICIAL,
        group="evidence",
        order=10,
    )
)
navigation_items.register(
    NavigationItem(
        "evidence:home",
        pgettext_lazy("menu, statistics", "Figures"),
        "chart-dots",
        _SUPERVISOR | _DATA_OFFICER,
        group="evidence",
        order=20,
    )
)
navigation_items.register(
    NavigationItem(
        "evidence:data-quality",
        _("Data quality"),
        "checkup-list",
        _SUPERVISOR | _DATA_OFFICER,
        group="evidence",
        order=30,
    )
)
navigation_items.register(
    NavigationItem(
        "evidence:reports",
        _("Monthly reports"),
        "calendar",
        _SUPERVISOR | _DATA_OFFICER,
        rows=unsigned_reports,
        group="evidence",
        order=40,
    )
)
navigation_items.register(
    NavigationItem(
        "evidence:data-calls",
        _("Data calls"),
        "calendar-event",
        _SUPERVISOR | _DATA_OFFICER,
        group="evidence",
        order=50,
    )
)
navigation_items.register(
    NavigationItem(
        "evidence:releases",
        pgettext_lazy("statistics", "Data releases"),
        "world",
        _SUPERVISOR | _DATA_OFFICER,
        rows=unsigned_releases,
        group="evidence",
        order=60,
    )
)
navigation_items.register(
    NavigationItem(
        "evidence:indicators",
        _("Indicators"),
        "list-details",
        _DATA_OFFICER,
        group="evidence",
        order=70,
    )
)
