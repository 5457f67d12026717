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
        _("Waiting for me"),
        "hourglass",
        frozenset({"supervisor"}),
        _("Waiting"),
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
        "assistance:line-list",
        pgettext_lazy("export", "Line list"),
        "download",
        frozenset({"data_officer"}),
    ),
    NavigationItem(
        "assistance:transfers",
        _("Between offices"),
        "arrows-exchange",
        _CASEWORK,
        _("Offices"),
    ),
    NavigationItem("assistance:referrals", _("Referrals"), "arrows-exchange", _CASEWORK),
    NavigationItem("returns:index", _("Returns"), "home-heart", _CASEWORK),
    NavigationItem("reintegration:plans", _("Reintegration plans"), "target", _CASEWORK),
    NavigationItem("surveys:due", _("Survey rounds due"), "checkup-list", _CASEWORK),
    NavigationItem(
        "assistance:calendar",
        _("Calendar"),
        "calendar-event",
        _CASEWORK,
    ),
    NavigationItem(
        "people:messages",
        _("Texts that did not arrive"),
        "message-2",
        _CASEWORK,
        _("Texts"),
    ),
    NavigationItem("people:duplicates", _("The same person?"), "git-merge", _CASEWORK, _("Same?")),
    NavigationItem(
        "assistance:help",
        _("Requests for help"),
        "messages",
        _CASEWORK,
        _("Requests"),
    ),
    NavigationItem(
        "families:children", _("Children alone"), "baby-carriage", _CASEWORK, _("Children")
    ),
    NavigationItem("tracing:requests", _("Tracing"), "search", _CASEWORK),
    NavigationItem("trafficking:ways", _("Out of exploitation"), "shield-check", _CASEWORK),
    NavigationItem("people:communities", _("Communities"), "home", _CASEWORK),
    NavigationItem("reintegration:projects", _("Projects"), "users-group", _CASEWORK),
    NavigationItem(
        "assistance:places-known",
        _("Places"),
        "map-pin",
        _CASEWORK,
    ),
    NavigationItem(
        "directory:services",
        _("Services nearby"),
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
    NavigationItem("money:grants", _("Grants"), "building-bank", _CASEWORK | {"data_officer"}),
    NavigationItem("money:funds", _("Funds"), "scale", frozenset({"data_officer", "supervisor"})),
    NavigationItem(
        "assistance:registers",
        _("Registers"),
        "file-upload",
        frozenset({"data_officer", "supervisor"}),
    ),
    NavigationItem(
        "record_linkage:agreements",
        _("Linking without names"),
        "link",
        frozenset({"data_officer", "supervisor", "administrator"}),
        _("Linking"),
    ),
    NavigationItem(
        "people:deduplication",
        _("The register compared"),
        "git-merge",
        frozenset({"data_officer"}),
        _("Compared"),
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
        _("Answers that arrived"),
        "clipboard-check",
        frozenset({"data_officer", "supervisor"}),
        _("Answers"),
        _odd_submissions,
    ),
    NavigationItem(
        "assistance:referrals-ends",
        _("Where referrals end"),
        "arrows-exchange",
        frozenset({"data_officer"}),
    ),
    NavigationItem(
        "assistance:rights",
        _("Rights requests"),
        "file-certificate",
        _CASEWORK,
        _("Rights"),
    ),
    NavigationItem(
        "assistance:due",
        _("Kept and deleted"),
        "folder",
        frozenset({"data_officer", "supervisor"}),
        _("Kept"),
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
        _("Shared"),
    ),
    NavigationItem(
        "offices",
        _("Offices and teams"),
        "building-community",
        frozenset({"administrator"}),
        _("Offices"),
    ),
    NavigationItem(
        "staff",
        _("People who work here"),
        "id-badge-2",
        frozenset({"administrator"}),
        _("Staff"),
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
        _("Places"),
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
        _("Work in the background"),
        "refresh",
        frozenset({"administrator"}),
    ),
    NavigationItem(
        "partner-systems",
        _("Other systems"),
        "arrows-exchange",
        frozenset({"administrator"}),
        _("Systems"),
    ),
    NavigationItem(
        "audit-log",
        _("Deeds and openings"),
        "list-search",
        frozenset({"auditor"}),
        _("Ledger"),
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
    """Two places, New, one more place, and More: what a thumb reaches."""
    short = [_short_item(place, here) for place in places[: 3 if may_meet else 4]]
    if may_meet:
        new = reverse("new")
        short.insert(
            2,
            VisibleNavigationItem(
                _("New"), "plus", new, is_main=True, is_current=request.path == new
            ),
        )
    more = reverse("more")
    return [
        *short,
        VisibleNavigationItem(_("More"), "menu-2", more, is_current=request.path == more),
    ]


def _short_item(place: NavigationItem, here: str) -> VisibleNavigationItem:
    url = reverse(place.route)
    return VisibleNavigationItem(
        place.short or place.label, place.icon, url, is_current=url == here
    )
