"""What cases add to the menu and to the search for pages."""

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import (
    full_disk_routes,
    home_pages,
    impersonation_routes,
    navigation_groups,
    navigation_items,
    practice_routes,
    site_actions,
)
from amparo.foundation.core.models import User
from amparo.foundation.core.navigation import NavigationGroup, NavigationItem, SitePage

from .models import ApprovalRequest, Task

_CASEWORK = frozenset({"caseworker", "supervisor"})
_DATA_OFFICER = frozenset({"data_officer"})
_PARTNERS = frozenset({"provider", "official"})
_SUPERVISOR = frozenset({"supervisor"})
_TODAY = pgettext_lazy("menu, short", "Today")


def overdue_tasks(user: User) -> QuerySet:
    return Task.objects.of(user).overdue(localdate())


def waiting_approvals(user: User) -> QuerySet:
    return ApprovalRequest.objects.waiting().accessible_to(user, to="decide").exclude(by=user)


navigation_groups.register(
    NavigationGroup(
        "cases",
        pgettext_lazy("menu", "Case management"),
        "folder",
        _CASEWORK | _PARTNERS,
        order=10,
    )
)
home_pages.register(
    "supervisor",
    NavigationItem(
        "cases:waiting",
        _("Pending my action"),
        "sun",
        _SUPERVISOR,
        _TODAY,
        waiting_approvals,
        order=10,
        keywords=pgettext_lazy("search words", "approvals, decisions"),
    ),
)
home_pages.register(
    "caseworker",
    NavigationItem(
        "cases:today",
        _("Today"),
        "sun",
        frozenset({"caseworker"}),
        rows=overdue_tasks,
        is_count_late=True,
        order=20,
    ),
)
navigation_items.register(
    NavigationItem(
        "cases:cases",
        _("People and cases"),
        "users",
        _CASEWORK,
        pgettext_lazy("menu, short", "Cases"),
        group="cases",
        order=20,
        keywords=pgettext_lazy("search words", "caseload, beneficiaries, files"),
        bottom_for=frozenset({"caseworker", "supervisor"}),
    )
)
navigation_items.register(
    NavigationItem("cases:team", _("My team"), "users-group", _SUPERVISOR, group="cases", order=30)
)
navigation_items.register(
    NavigationItem(
        "cases:calendar", _("Calendar"), "calendar-event", _CASEWORK, group="cases", order=70
    )
)
navigation_items.register(
    NavigationItem(
        "cases:line-list",
        pgettext_lazy("export", "Line list"),
        "download",
        _DATA_OFFICER,
        group="evidence",
        order=110,
    )
)
site_actions.register(
    SitePage("cases:quick", _("Record note"), "notes", "case.work", args=("note",), order=20)
)
site_actions.register(
    SitePage(
        "cases:quick",
        _("Record service provided"),
        "heart-handshake",
        "case.work",
        args=("service",),
        phone_label=pgettext_lazy("menu", "Service"),
        order=30,
    )
)
site_actions.register(
    SitePage(
        "cases:quick",
        _("Record follow-up"),
        "message-2",
        "case.work",
        pgettext_lazy("search words", "visit, call"),
        ("followup",),
        order=40,
    )
)
site_actions.register(
    SitePage(
        "cases:quick",
        _("Record safety alert"),
        "alert-triangle",
        "case.alert",
        pgettext_lazy("search words", "danger, threat, urgent"),
        ("alert",),
        phone_label=_("Safety alert"),
        is_urgent=True,
        order=50,
    )
)
site_actions.register(
    SitePage(
        "cases:emergency-new",
        _("Emergency access"),
        "alert-triangle",
        "case.emergency",
        pgettext_lazy("search words", "emergency access"),
        order=60,
    )
)
for route in (
    "cases:today",
    "cases:cases",
    "cases:team",
    "cases:waiting",
    "cases:waiting-team",
    "cases:case",
    "cases:case-history",
    "cases:case-notes",
    "cases:incidents",
    "cases:attachments",
):
    impersonation_routes.register(route)
for route in ("cases:emergency-new", "cases:emergency-end", "cases:alert-new"):
    full_disk_routes.register(route)
for route in (
    "cases:alert-new",
    "cases:alert-resolve",
    "cases:approval-decide",
    "cases:attachment",
    "cases:attachment-new",
    "cases:attachment-remove",
    "cases:attachments",
    "cases:calendar",
    "cases:case",
    "cases:case-assign",
    "cases:case-history",
    "cases:case-notes",
    "cases:case-pdf",
    "cases:case-print",
    "cases:cases",
    "cases:cases-assign",
    "cases:cases-delete-view",
    "cases:cases-save-view",
    "cases:cases-task",
    "cases:closure-new",
    "cases:closure-reopen",
    "cases:dependant-new",
    "cases:dependant-remove",
    "cases:handed-over",
    "cases:handover",
    "cases:incident-new",
    "cases:incidents",
    "cases:note-new",
    "cases:quick",
    "cases:task",
    "cases:task-done",
    "cases:task-new",
    "cases:task-undo",
    "cases:team",
    "cases:today",
    "cases:waiting",
    "cases:waiting-team",
):
    practice_routes.register(route)
