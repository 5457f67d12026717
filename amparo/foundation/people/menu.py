"""What people adds to the menu and to the search for pages."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import (
    impersonation_routes,
    navigation_items,
    practice_routes,
    site_actions,
)
from amparo.foundation.core.models import User
from amparo.foundation.core.navigation import NavigationItem, SitePage

from .models import DuplicateCandidate, Message

_CASEWORK = frozenset({"caseworker", "supervisor"})
_DATA_OFFICER = frozenset({"data_officer"})
_PARTNERS = frozenset({"provider", "official"})


def undelivered_messages(user: User) -> QuerySet:
    messages = Message.objects.undelivered().accessible_to(user, to="work")
    return messages.filter(person__isnull=False)


def waiting_pairs(user: User) -> QuerySet:
    pairs = DuplicateCandidate.objects.not_merged().unread_by(user).accessible_to(user, "decide")
    return pairs.filter(state__in=DuplicateCandidate.OPEN)


navigation_items.register(
    NavigationItem(
        "people:duplicates",
        _("Possible duplicates"),
        "git-merge",
        _CASEWORK,
        rows=waiting_pairs,
        is_hidden_if_none=True,
        group="cases",
        order=100,
        keywords=pgettext_lazy("search words", "duplicates, duplicate record"),
    )
)
navigation_items.register(
    NavigationItem(
        "people:messages",
        _("Undelivered SMS"),
        "message-2",
        _CASEWORK,
        rows=undelivered_messages,
        is_hidden_if_none=True,
        group="cases",
        order=110,
        keywords=pgettext_lazy("search words", "SMS, failed messages"),
    )
)
navigation_items.register(
    NavigationItem(
        "people:disclosures",
        _("Shared with us"),
        "file-certificate",
        _PARTNERS,
        pgettext_lazy("menu, short", "Shared"),
        group="cases",
        order=120,
        keywords=pgettext_lazy("search words", "disclosures, consent"),
        bottom_for=frozenset({"provider"}),
    )
)
navigation_items.register(
    NavigationItem(
        "people:deduplication",
        _("Deduplication"),
        "git-merge",
        _DATA_OFFICER,
        group="evidence",
        order=130,
        keywords=pgettext_lazy("search words", "deduplication, duplicates"),
        bottom_for=frozenset({"data_officer"}),
    )
)
navigation_items.register(
    NavigationItem(
        "people:communities", _("Communities"), "home", _CASEWORK, group="directory", order=20
    )
)
site_actions.register(
    SitePage("people:community-new", _("Add community"), "home", "community.work", order=80)
)
for route in (
    "people:person", "people:family", "people:communities", "people:community",
    "people:disclosures",
):  # fmt: skip
    impersonation_routes.register(route)
for route in (
    "people:consent-document",
    "people:consent-document-new",
    "people:consent-new",
    "people:consent-withdraw",
    "people:contact",
    "people:contact-new",
    "people:document",
    "people:document-new",
    "people:exception-decide",
    "people:family",
    "people:family-head",
    "people:family-member-new",
    "people:family-new",
    "people:family-separate",
    "people:functioning-new",
    "people:household-accept",
    "people:household-reject",
    "people:person",
    "people:person-edit",
):
    practice_routes.register(route)
