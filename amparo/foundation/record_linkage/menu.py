"""What record_linkage adds to the menu and to the search for pages."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import navigation_items
from amparo.foundation.core.models import User
from amparo.foundation.core.navigation import NavigationItem

from .models import LinkageAgreement

_ADMINISTRATOR = frozenset({"administrator"})
_DATA_OFFICER = frozenset({"data_officer"})
_SUPERVISOR = frozenset({"supervisor"})


def linkage_agreements(user: User) -> QuerySet:
    return LinkageAgreement.objects.accessible_to(user)


navigation_items.register(
    NavigationItem(
        "record_linkage:agreements",
        _("Privacy-preserving record linkage"),
        "link",
        _DATA_OFFICER | _SUPERVISOR | _ADMINISTRATOR,
        rows=linkage_agreements,
        is_hidden_if_none=True,
        is_count_shown=False,
        group="evidence",
        order=160,
        keywords=pgettext_lazy("search words", "record linkage, PPRL"),
    )
)
