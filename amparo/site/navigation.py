"""Navigation: its entries by role, their counters, and the context processor of the layout."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.permissions import impersonation
from amparo.foundation.core.permissions.rules import signed_in_user
from amparo.foundation.fieldwork.models import Submission
from amparo.pillars.advocacy.models import Complaint
from amparo.pillars.assistance.models import Approval, Task


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the menu, and the roles that it is for."""

    route: str
    label: Promise
    icon: str
    roles: frozenset[str]
    short: Promise | None = None
    count: Callable[[HttpRequest], int] | None = None  # what is pending behind it


@dataclass(frozen=True)
class VisibleNavigationItem:
    """An entry as one person sees it now."""

    label: Promise
    icon: str
    url: str
    count: int = 0
    is_late: bool = False
    is_current: bool = False
    is_main: bool = False


def _overdue_tasks(request: HttpRequest) -> int:
    return Task.objects.of(signed_in_user(request)).overdue(localdate())[:100].count()


def _waiting_approvals(request: HttpRequest) -> int:
    return (
        Approval.objects.waiting()
        .accessible_to(signed_in_user(request), to="decide")[:100]
        .count()
    )


def _unacknowledged_complaints(request: HttpRequest) -> int:
    """Complaints that reached this person, and that nobody has acknowledged yet."""
    received = Complaint.objects.filter(status=Complaint.Status.RECEIVED)
    return received.accessible_to(signed_in_user(request))[:100].count()


def _odd_submissions(request: HttpRequest) -> int:
    """Answers from the field that somebody has to look at."""
    rows = Submission.objects.to_be_looked_at().accessible_to(signed_in_user(request), to="keep")
    return rows.order_by()[:100].count()


_CASEWORK = frozenset({"caseworker", "supervisor"})
NAVIGATION = (
    NavigationItem(
        "assistance:waiting",
        _("Pending my action"),
        "hourglass",
        frozenset({"supervisor"}),
        pgettext_lazy("requests for help", "Pending"),
        _waiting_approvals,
    ),
    NavigationItem(
        "assistance:today", _("Today"), "sun", frozenset({"caseworker"}), count=_overdue_tasks
    ),
    NavigationItem(
        "assistance:team", _("My team"), "users-group", frozenset({"supervisor"}), _("Team")
    ),
    NavigationItem(
        "assistance:cases",
        _("People and cases"),
        "users",
        _CASEWORK,
        _("People"),
    ),
    NavigationItem(
        "assistance:transfers",
        _("Case transfers"),
        "arrows-exchange",
        _CASEWORK,
        pgettext_lazy("menu, short", "Offices"),
    ),
    NavigationItem("assistance:referrals", _("Referrals"), "arrows-exchange", _CASEWORK),
    NavigationItem(
        "returns:index", pgettext_lazy("menu", "Returns (AVRR)"), "home-heart", _CASEWORK
    ),
    NavigationItem("reintegration:plans", _("Reintegration plans"), "target", _CASEWORK),
    NavigationItem("surveys:due", _("Monitoring surveys due"), "checkup-list", _CASEWORK),
    NavigationItem(
        "assistance:calendar",
        _("Calendar"),
        "calendar-event",
        _CASEWORK,
    ),
    NavigationItem(
        "people:messages",
        _("Undelivered SMS"),
        "message-2",
        _CASEWORK,
        pgettext_lazy("menu, short", "SMS"),
    ),
    NavigationItem(
        "people:duplicates",
        _("Possible duplicates"),
        "git-merge",
        _CASEWORK,
        pgettext_lazy("menu, short", "Duplicates"),
    ),
    NavigationItem(
        "people:duplicates",
        _("Possible duplicates"),
        "git-merge",
        _CASEWORK,
        pgettext_lazy("menu, short", "Duplicates"),
    ),
    NavigationItem(
        "assistance:help",
        _("Requests for help"),
        "messages",
        _CASEWORK,
        pgettext_lazy("menu, short", "Requests"),
    ),
    NavigationItem(
        "families:children",
        _("Unaccompanied and separated children"),
        "baby-carriage",
        _CASEWORK,
        pgettext_lazy("menu, short", "UASC"),
    ),
    NavigationItem("tracing:requests", _("Family tracing"), "search", _CASEWORK),
    NavigationItem("trafficking:ways", _("Victims of trafficking"), "shield-check", _CASEWORK),
    NavigationItem("people:communities", _("Communities"), "home", _CASEWORK),
    NavigationItem("reintegration:projects", _("Community projects"), "users-group", _CASEWORK),
    NavigationItem(
        "assistance:places-known",
        pgettext_lazy("menu, title", "Administrative areas"),
        "map-pin",
        _CASEWORK,
    ),
    NavigationItem(
        "directory:services",
        _("Service directory"),
        "building-community",
        _CASEWORK | {"data_officer", "administrator"},
        _("Services"),
    ),
    NavigationItem(
        "advocacy:complaints",
        _("Complaints"),
        "ear",
        _CASEWORK | {"data_officer"},
        count=_unacknowledged_complaints,
    ),
    NavigationItem(
        "money:grants", _("Assistance grants"), "building-bank", _CASEWORK | {"data_officer"}
    ),
    NavigationItem("money:funds", _("Funds"), "scale", frozenset({"data_officer", "supervisor"})),
    NavigationItem(
        "assistance:registers",
        _("Beneficiary lists"),
        "file-upload",
        frozenset({"data_officer", "supervisor"}),
    ),
    NavigationItem(
        "record_linkage:agreements",
        _("Privacy-preserving record linkage"),
        "link",
        frozenset({"data_officer", "supervisor", "administrator"}),
        pgettext_lazy("menu, short", "Linkage"),
    ),
    NavigationItem(
        "people:deduplication",
        _("Deduplication"),
        "git-merge",
        frozenset({"data_officer"}),
        pgettext_lazy("menu, short", "Deduplication"),
    ),
    NavigationItem(
        "fieldwork:forms",
        _("Forms"),
        "file-certificate",
        frozenset({"data_officer"}),
    ),
    NavigationItem(
        "surveys:instruments",
        _("Surveys"),
        "checkup-list",
        frozenset({"data_officer"}),
    ),
    NavigationItem(
        "fieldwork:submissions",
        _("Submissions"),
        "clipboard-check",
        frozenset({"data_officer", "supervisor"}),
        pgettext_lazy("menu, short", "Submissions"),
        _odd_submissions,
    ),
    NavigationItem(
        "assistance:referrals-ends",
        _("Referral outcomes"),
        "arrows-exchange",
        frozenset({"data_officer"}),
    ),
    NavigationItem(
        "assistance:rights",
        _("Data subject requests"),
        "file-certificate",
        _CASEWORK,
        pgettext_lazy("menu, short", "Data requests"),
    ),
    NavigationItem(
        "assistance:due",
        _("Retention and deletion"),
        "folder",
        frozenset({"data_officer", "supervisor"}),
        pgettext_lazy("menu, short", "Retention"),
    ),
    NavigationItem(
        "assistance:received",
        _("Referrals received"),
        "arrows-exchange",
        frozenset({"provider", "official"}),
        _("Referrals"),
    ),
    NavigationItem(
        "people:disclosures",
        _("Shared with us"),
        "file-certificate",
        frozenset({"provider", "official"}),
        pgettext_lazy("menu, short", "Shared"),
    ),
    NavigationItem(
        "offices",
        _("Offices and teams"),
        "building-community",
        frozenset({"administrator"}),
        pgettext_lazy("menu, short", "Offices"),
    ),
    NavigationItem(
        "staff",
        _("Users"),
        "id-badge-2",
        frozenset({"administrator"}),
        pgettext_lazy("menu, short", "Users"),
    ),
    NavigationItem(
        "code-lists",
        _("Reference lists"),
        "list-details",
        frozenset({"administrator"}),
        _("Lists"),
    ),
    NavigationItem(
        "places",
        pgettext_lazy("menu, title", "Administrative areas"),
        "map-pin",
        frozenset({"administrator"}),
    ),
    NavigationItem(
        "emergency-numbers",
        _("Emergency numbers"),
        "phone-call",
        frozenset({"administrator", "data_officer"}),
    ),
    NavigationItem(
        "jobs",
        _("Background tasks"),
        "refresh",
        frozenset({"administrator"}),
    ),
    NavigationItem(
        "partner-systems",
        _("Connected systems"),
        "arrows-exchange",
        frozenset({"administrator"}),
        pgettext_lazy("menu, short", "Systems"),
    ),
    NavigationItem(
        "audit-log",
        _("Audit log"),
        "list-search",
        frozenset({"auditor"}),
        pgettext_lazy("menu, short", "Audit log"),
    ),
)


def navigation(request: HttpRequest) -> dict:
    """What the layout needs on every page; for somebody signed out, only the languages."""
    common = {"languages": settings.LANGUAGES, "is_demo": settings.DEMO}
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return common
    user = request.user
    roles = {place.role for place in user.memberships_held}
    places = [place for place in NAVIGATION if place.roles & roles]
    may_meet = "person.register" in user.permissions
    here = _current_url(request, places)
    return {
        **common,
        "me": user,
        "menu": [_visible_item(place, request, here) for place in places],
        "bottom_menu": _bottom_items(request, places, here, may_meet),
        "may_register": may_meet,
        "may_search": "person.see" in user.permissions,
        "notices": 0 if user.impersonated_by else user.notifications.unread().count(),
        "looking_until": impersonation.impersonation_ends_at(request)
        if user.impersonated_by
        else None,
    }


def _current_url(request: HttpRequest, places: list[NavigationItem]) -> str:
    """The place in which this page lies: of those that lie inside each other, the inner one."""
    around = [url for each in places if request.path.startswith(url := reverse(each.route))]
    return max(around, key=len, default="")


def _visible_item(place: NavigationItem, request: HttpRequest, here: str) -> VisibleNavigationItem:
    url = reverse(place.route)
    user = signed_in_user(request)
    count = place.count(request) if place.count and not user.impersonated_by else 0
    return VisibleNavigationItem(
        place.label,
        place.icon,
        url,
        count=count,
        is_late=bool(count) and place.route == "assistance:today",
        is_current=url == here,
    )


def _bottom_items(
    request: HttpRequest, places: list[NavigationItem], here: str, may_meet: bool
) -> list[VisibleNavigationItem]:
    """Two places, New (or a third place), Search, and More: what a thumb reaches."""
    short = [_short_item(place, here) for place in places[: 2 if may_meet else 3]]
    if may_meet:
        new = reverse("new")
        short.insert(
            2,
            VisibleNavigationItem(
                pgettext_lazy("menu", "New"),
                "plus",
                new,
                is_main=True,
                is_current=request.path == new,
            ),
        )
    search, more = reverse("search"), reverse("more")
    return [
        *short,
        VisibleNavigationItem(
            pgettext_lazy("menu, short", "Search"),
            "search",
            search,
            is_current=request.path == search,
        ),
        VisibleNavigationItem(
            pgettext_lazy("menu", "More"), "menu-2", more, is_current=request.path == more
        ),
    ]


def _short_item(place: NavigationItem, here: str) -> VisibleNavigationItem:
    url = reverse(place.route)
    return VisibleNavigationItem(
        place.short or place.label, place.icon, url, is_current=url == here
    )
