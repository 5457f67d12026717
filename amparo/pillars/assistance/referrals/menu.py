"""What referrals add to the menu and to the search for pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import home_pages, navigation_items, practice_routes
from amparo.foundation.core.navigation import NavigationItem

_CASEWORK = frozenset({"caseworker", "supervisor"})
_DATA_OFFICER = frozenset({"data_officer"})
_OFFICIAL = frozenset({"official"})
_PARTNERS = frozenset({"provider", "official"})
_SUPERVISOR = frozenset({"supervisor"})

home_pages.register(
    "provider",
    NavigationItem(
        "referrals:received",
        _("Referrals received"),
        "arrows-exchange",
        _PARTNERS,
        pgettext_lazy("menu, short", "Received"),
        order=60,
    ),
)
navigation_items.register(
    NavigationItem(
        "referrals:received",
        _("Referrals received"),
        "arrows-exchange",
        _OFFICIAL,
        pgettext_lazy("menu, short", "Received"),
        group="cases",
        order=10,
        bottom_for=frozenset({"official"}),
    )
)
navigation_items.register(
    NavigationItem(
        "referrals:referrals", _("Referrals"), "arrow-right", _CASEWORK, group="cases", order=40
    )
)
navigation_items.register(
    NavigationItem(
        "referrals:referrals-ends",
        _("Referral outcomes"),
        "arrow-right",
        _DATA_OFFICER,
        group="evidence",
        order=140,
    )
)
navigation_items.register(
    NavigationItem(
        "referrals:low-capacity",
        _("Where capacity is low"),
        "scale",
        _DATA_OFFICER | _SUPERVISOR,
        group="evidence",
        order=150,
    )
)
for route in (
    "referrals:case-referrals",
    "referrals:referral",
    "referrals:referral-close",
    "referrals:referral-given",
    "referrals:referral-heard",
    "referrals:referral-new",
    "referrals:referral-reply",
    "referrals:referral-to",
    "referrals:referral-to-organization",
    "referrals:referral-withdraw",
    "referrals:referrals",
    "referrals:referrals-ends",
):
    practice_routes.register(route)
