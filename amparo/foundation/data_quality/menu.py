"""What data_quality adds to the menu and to the search for pages."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.extension_points import navigation_items
from amparo.foundation.core.models import User
from amparo.foundation.core.navigation import NavigationItem

from .models import DataIssue

_CASEWORK = frozenset({"caseworker", "supervisor"})


def data_issues(user: User) -> QuerySet:
    return DataIssue.objects.of(user)


navigation_items.register(
    NavigationItem(
        "data_quality:issues",
        _("Data quality issues"),
        "clipboard-check",
        _CASEWORK,
        rows=data_issues,
        is_hidden_if_none=True,
        group="cases",
        order=90,
    )
)
