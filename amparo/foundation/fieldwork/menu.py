"""What fieldwork adds to the menu and to the search for pages."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import navigation_items, site_actions
from amparo.foundation.core.models import User
from amparo.foundation.core.navigation import NavigationItem, SitePage

from .models import Submission

_DATA_OFFICER = frozenset({"data_officer"})
_SUPERVISOR = frozenset({"supervisor"})


def odd_submissions(user: User) -> QuerySet:
    return Submission.objects.to_be_looked_at().accessible_to(user, to="keep")


navigation_items.register(
    NavigationItem(
        "fieldwork:submissions",
        _("Submissions"),
        "clipboard-check",
        _DATA_OFFICER | _SUPERVISOR,
        rows=odd_submissions,
        group="evidence",
        order=80,
        keywords=pgettext_lazy("search words", "submissions, Kobo, ODK"),
        bottom_for=frozenset({"data_officer"}),
    )
)
navigation_items.register(
    NavigationItem(
        "fieldwork:forms",
        _("Forms"),
        "clipboard-list",
        _DATA_OFFICER,
        group="evidence",
        order=90,
        keywords=pgettext_lazy("search words", "XLSForm, Kobo, ODK, questionnaire"),
    )
)
site_actions.register(
    SitePage(
        "fieldwork:form-new",
        _("Add form"),
        "file-certificate",
        "form.keep",
        pgettext_lazy("search words", "XLSForm, Kobo, ODK"),
        order=110,
    )
)
