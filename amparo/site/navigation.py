"""Navigation: the menu of each role in groups, its counters, the context of the layout.

A menu holds the first pages of a user's roles and closed groups, seven lines at most; what lies
outside the main work of the roles stands in a last fold.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.database.counts import count_groups
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions import impersonation
from amparo.foundation.core.permissions.rules import signed_in_user
from amparo.foundation.fieldwork.models import Submission
from amparo.foundation.people.models import DuplicateCandidate, Message
from amparo.foundation.record_linkage.models import LinkageAgreement
from amparo.pillars.advocacy.models import Complaint
from amparo.pillars.assistance.models import Approval, Task

MAXIMUM_LINES = 7
MAXIMUM_COUNT = 100


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the menu, and the roles that it is for.

    `rows` are the records that are pending behind it; they are counted. With `is_hidden_if_none`
    the entry is shown only while there are any.
    """

    route: str
    label: Promise
    icon: str
    roles: frozenset[str]
    short: Promise | None = None
    rows: Callable[[User], QuerySet] | None = None
    is_hidden_if_none: bool = False
    is_count_shown: bool = True


@dataclass(frozen=True)
class NavigationGroup:
    """Entries of one programme or pillar, and the roles whose main work they are."""

    code: str
    label: Promise
    icon: str
    main_for: frozenset[str]
    items: tuple[NavigationItem, ...]


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


@dataclass(frozen=True)
class VisibleNavigationGroup:
    """A group as one person sees it now; `is_open` before that person opens or closes it."""

    code: str
    label: Promise
    icon: str
    entries: list[VisibleNavigationItem]
    is_open: bool = False

    @property
    def count(self) -> int:
        return sum(entry.count for entry in self.entries)


type ShownGroups = list[tuple[NavigationGroup, list[VisibleNavigationItem]]]


@dataclass(frozen=True)
class Menu:
    """What stands in the menu: `rest` in its last fold, `actions` only on a phone, above all."""

    homes: list[VisibleNavigationItem]
    groups: list[VisibleNavigationGroup]
    rest: list[VisibleNavigationGroup] = field(default_factory=list)
    actions: list[VisibleNavigationItem] = field(default_factory=list)

    @property
    def is_rest_open(self) -> bool:
        return any(group.is_open for group in self.rest)


# What is pending behind an entry.


def _overdue_tasks(user: User) -> QuerySet:
    return Task.objects.of(user).overdue(localdate())


def _waiting_approvals(user: User) -> QuerySet:
    return Approval.objects.waiting().accessible_to(user, to="decide").exclude(by=user)


def _unacknowledged_complaints(user: User) -> QuerySet:
    return Complaint.objects.filter(status=Complaint.Status.RECEIVED).accessible_to(user)


def _odd_submissions(user: User) -> QuerySet:
    return Submission.objects.to_be_looked_at().accessible_to(user, to="keep")


def _waiting_pairs(user: User) -> QuerySet:
    pairs = DuplicateCandidate.objects.not_merged().unread_by(user).accessible_to(user, "decide")
    return pairs.filter(state__in=DuplicateCandidate.OPEN)


def _undelivered_messages(user: User) -> QuerySet:
    messages = Message.objects.undelivered().accessible_to(user, to="work")
    return messages.filter(person__isnull=False)


def _linkage_agreements(user: User) -> QuerySet:
    return LinkageAgreement.objects.accessible_to(user)


_CASEWORK = frozenset({"caseworker", "supervisor"})
_PARTNERS = frozenset({"provider", "official"})
_SUPERVISOR = frozenset({"supervisor"})
_DATA_OFFICER = frozenset({"data_officer"})
_ADMINISTRATOR = frozenset({"administrator"})

HOMES = {
    "supervisor": NavigationItem(
        "assistance:waiting", _("Pending my action"), "sun", _SUPERVISOR,
        pgettext_lazy("menu, short", "Today"), _waiting_approvals,
    ),
    "caseworker": NavigationItem(
        "assistance:today", _("Today"), "sun", frozenset({"caseworker"}), rows=_overdue_tasks
    ),
    "data_officer": NavigationItem(
        "data-overview", pgettext_lazy("menu", "Data overview"), "sun", _DATA_OFFICER,
        pgettext_lazy("menu, short", "Overview"),
    ),
    "provider": NavigationItem(
        "assistance:received", _("Referrals received"), "arrows-exchange", _PARTNERS,
        pgettext_lazy("menu, short", "Received"),
    ),
    "official": NavigationItem(
        "assistance:received", _("Referrals received"), "arrows-exchange", _PARTNERS,
        pgettext_lazy("menu, short", "Received"),
    ),
    "administrator": NavigationItem(
        "system-overview", pgettext_lazy("menu", "System overview"), "sun", _ADMINISTRATOR,
        pgettext_lazy("menu, short", "Overview"),
    ),
    "auditor": NavigationItem(
        "audit-log", _("Audit log"), "list-search", frozenset({"auditor"})
    ),
}  # fmt: skip
_ACCOUNT = NavigationItem("account", _("My account"), "user-circle", frozenset())

GROUPS = (
    NavigationGroup(
        "cases", pgettext_lazy("menu", "Case management"), "folder", _CASEWORK | _PARTNERS,
        (
            NavigationItem(
                "assistance:cases", _("People and cases"), "users", _CASEWORK,
                pgettext_lazy("menu, short", "Cases"),
            ),
            NavigationItem("assistance:team", _("My team"), "users-group", _SUPERVISOR),
            NavigationItem("assistance:referrals", _("Referrals"), "arrow-right", _CASEWORK),
            NavigationItem(
                "assistance:transfers", _("Case transfers"), "arrows-exchange", _CASEWORK
            ),
            NavigationItem("assistance:help", _("Requests for help"), "messages", _CASEWORK),
            NavigationItem("assistance:calendar", _("Calendar"), "calendar-event", _CASEWORK),
            NavigationItem(
                "money:grants", _("Assistance grants"), "building-bank",
                _CASEWORK | _DATA_OFFICER,
            ),
            NavigationItem(
                "people:duplicates", _("Possible duplicates"), "git-merge", _CASEWORK,
                rows=_waiting_pairs, is_hidden_if_none=True,
            ),
            NavigationItem(
                "people:messages", _("Undelivered SMS"), "message-2", _CASEWORK,
                rows=_undelivered_messages, is_hidden_if_none=True,
            ),
            NavigationItem(
                "people:disclosures", _("Shared with us"), "file-certificate", _PARTNERS,
                pgettext_lazy("menu, short", "Shared"),
            ),
        ),
    ),
    NavigationGroup(
        "children", pgettext_lazy("menu", "Child protection"), "lifebuoy", _CASEWORK,
        (
            NavigationItem(
                "families:children", _("Unaccompanied and separated children"), "lifebuoy",
                _CASEWORK,
            ),
            NavigationItem("tracing:requests", _("Family tracing"), "route", _CASEWORK),
        ),
    ),
    NavigationGroup(
        "trafficking", pgettext_lazy("menu", "Counter-trafficking"), "shield-check", _CASEWORK,
        (
            NavigationItem(
                "trafficking:ways", _("Victims of trafficking"), "shield-check", _CASEWORK
            ),
        ),
    ),
    NavigationGroup(
        "return", pgettext_lazy("menu", "Return and reintegration"), "home-heart", _CASEWORK,
        (
            NavigationItem(
                "returns:index", pgettext_lazy("menu", "Returns (AVRR)"), "home-heart", _CASEWORK
            ),
            NavigationItem(
                "reintegration:plans", _("Reintegration plans"), "target", _CASEWORK
            ),
            NavigationItem("surveys:due", _("Monitoring surveys due"), "checkup-list", _CASEWORK),
            NavigationItem(
                "reintegration:projects", _("Community projects"), "tool", _CASEWORK
            ),
        ),
    ),
    NavigationGroup(
        "evidence", pgettext_lazy("menu", "Evidence"), "chart-dots", _SUPERVISOR | _DATA_OFFICER,
        (
            NavigationItem(
                "fieldwork:submissions", _("Submissions"), "clipboard-check",
                _DATA_OFFICER | _SUPERVISOR, rows=_odd_submissions,
            ),
            NavigationItem("fieldwork:forms", _("Forms"), "clipboard-list", _DATA_OFFICER),
            NavigationItem("surveys:instruments", _("Surveys"), "checkup-list", _DATA_OFFICER),
            NavigationItem(
                "assistance:line-list", pgettext_lazy("export", "Line list"), "download",
                _DATA_OFFICER,
            ),
            NavigationItem(
                "assistance:registers", _("Beneficiary lists"), "file-upload",
                _DATA_OFFICER | _SUPERVISOR,
            ),
            NavigationItem(
                "people:deduplication", _("Deduplication"), "git-merge", _DATA_OFFICER
            ),
            NavigationItem(
                "assistance:referrals-ends", _("Referral outcomes"), "arrow-right", _DATA_OFFICER
            ),
            NavigationItem(
                "record_linkage:agreements", _("Privacy-preserving record linkage"), "link",
                _DATA_OFFICER | _SUPERVISOR | _ADMINISTRATOR,
                rows=_linkage_agreements, is_hidden_if_none=True, is_count_shown=False,
            ),
        ),
    ),
    NavigationGroup(
        "accountability", pgettext_lazy("menu", "Accountability"), "ear",
        _CASEWORK | _DATA_OFFICER,
        (
            NavigationItem(
                "advocacy:complaints", _("Complaints"), "ear", _CASEWORK | _DATA_OFFICER,
                rows=_unacknowledged_complaints,
            ),
            NavigationItem(
                "assistance:rights", _("Data subject requests"), "file-certificate", _CASEWORK
            ),
        ),
    ),
    NavigationGroup(
        "directory", pgettext_lazy("menu", "Directory"), "map-pin",
        frozenset({"caseworker", "data_officer", "administrator"}),
        (
            NavigationItem(
                "directory:services", _("Service directory"), "building-community",
                _CASEWORK | _DATA_OFFICER | _ADMINISTRATOR,
            ),
            NavigationItem("people:communities", _("Communities"), "home", _CASEWORK),
            NavigationItem(
                "assistance:places-known",
                pgettext_lazy("menu", "Protection context by place"), "map-pin", _CASEWORK,
            ),
        ),
    ),
    NavigationGroup(
        "administration", pgettext_lazy("menu", "Administration"), "adjustments",
        _ADMINISTRATOR | _DATA_OFFICER,
        (
            NavigationItem("staff", _("Users"), "id-badge-2", _ADMINISTRATOR),
            NavigationItem(
                "offices", _("Offices and teams"), "building-community", _ADMINISTRATOR,
                pgettext_lazy("menu, short", "Offices"),
            ),
            NavigationItem("code-lists", _("Reference lists"), "list-details", _ADMINISTRATOR),
            NavigationItem(
                "places", pgettext_lazy("menu, title", "Administrative areas"), "map-pin",
                _ADMINISTRATOR,
            ),
            NavigationItem(
                "emergency-numbers", _("Emergency numbers"), "phone-call",
                _ADMINISTRATOR | _DATA_OFFICER,
            ),
            NavigationItem(
                "jobs", _("Background tasks"), "refresh", _ADMINISTRATOR,
                pgettext_lazy("menu, short", "Tasks"),
            ),
            NavigationItem(
                "partner-systems", _("Connected systems"), "link", _ADMINISTRATOR
            ),
            NavigationItem("money:funds", _("Funds"), "scale", _DATA_OFFICER | _SUPERVISOR),
            NavigationItem(
                "assistance:due", _("Retention and deletion"), "folder",
                _DATA_OFFICER | _SUPERVISOR,
            ),
        ),
    ),
)  # fmt: skip

# What stands in the bottom bar beside the first page, New, Search and Menu.
BOTTOM_ROUTES = {
    "caseworker": ("assistance:cases",),
    "supervisor": ("assistance:cases",),
    "data_officer": ("fieldwork:submissions", "people:deduplication", "assistance:registers"),
    "provider": ("people:disclosures",),
    "official": ("people:disclosures",),
    "administrator": ("staff", "offices", "jobs"),
}


def navigation(request: HttpRequest) -> dict:
    """What the layout needs on every page; for somebody signed out, only the languages."""
    common = {"languages": settings.LANGUAGES, "is_demo": settings.DEMO}
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return common
    user = request.user
    counts = _counts(user)
    may_register = "person.register" in user.permissions
    may_search = "person.see" in user.permissions
    return {
        **common,
        "me": user,
        "menu": menu_of(request, counts["menu"]),
        "bottom_menu": _bottom_items(request, may_register),
        "may_register": may_register,
        "may_search": may_search,
        "notices": counts["notices"].get("unread", 0),
        "looking_until": impersonation.impersonation_ends_at(request)
        if user.impersonated_by
        else None,
    }


def menu_of(request: HttpRequest, counts: dict[str, int]) -> Menu:
    """Returns the menu of the signed-in user; `counts` are pending behind each route."""
    user = signed_in_user(request)
    roles = _roles_of(user)
    homes = _homes_of(user)
    groups = [
        (group, [item for item in group.items if item.roles & roles]) for group in GROUPS
    ]  # fmt: skip
    items = [*homes, *(item for _group, inside in groups for item in inside)]
    visible = partial(
        _visible_item, here=_current_url(request, items), counts=counts, path=request.path
    )
    shown: ShownGroups = []
    for group, inside in groups:
        entries = [visible(item) for item in inside if _is_shown(item, counts)]
        if entries:
            shown.append((group, entries))
    main, rest = _split(shown, roles, MAXIMUM_LINES - len(homes))
    first_open = _code_of_open(shown)
    return Menu(
        [visible(item) for item in homes],
        [_visible_group(group, entries, first_open) for group, entries in main],
        [_visible_group(group, entries, first_open) for group, entries in rest],
        _actions() if "person.register" in user.permissions else [],
    )


def _actions() -> list[VisibleNavigationItem]:
    """What has to be reached at once."""
    quick = partial(reverse, "assistance:quick")
    return [
        VisibleNavigationItem(pgettext_lazy("menu", "Register"), "user-plus", reverse("search")),
        VisibleNavigationItem(
            pgettext_lazy("menu", "Service"), "heart-handshake", quick(args=["service"])
        ),
        VisibleNavigationItem(
            _("Safety alert"), "alert-triangle", quick(args=["alert"]), is_late=True
        ),
    ]


def items_of(user: User) -> list[NavigationItem]:
    """Returns the first pages and all entries of the groups of a user's roles, shown or not."""
    roles = _roles_of(user)
    inside = (item for group in GROUPS for item in group.items if item.roles & roles)
    return [*_homes_of(user), *inside]


def _roles_of(user: User) -> set[str]:
    return {place.role for place in user.memberships_held}


def _homes_of(user: User) -> list[NavigationItem]:
    """The first pages of the roles that this person holds, that of the main role first."""
    roles = _roles_of(user)
    codes = [user.main_role.code] if user.main_role else []
    codes += [code for code in HOMES if code in roles and code not in codes]
    items = {HOMES[code].route: HOMES[code] for code in codes if code in HOMES}
    return list(items.values()) or [_ACCOUNT]


def _split(groups: ShownGroups, roles: set[str], room: int) -> tuple[ShownGroups, ShownGroups]:
    """All groups where there is room; else the main ones of these roles, then the rest."""
    if len(groups) <= room:
        return groups, []
    main = [each for each in groups if each[0].main_for & roles][: room - 1]
    return main, [each for each in groups if each not in main]


def _code_of_open(groups: ShownGroups) -> str:
    """The group in which this page lies, else the first one."""
    current = [
        group.code for group, entries in groups if any(entry.is_current for entry in entries)
    ]
    return next(iter(current or [group.code for group, _entries in groups]), "")


def _counts(user: User) -> dict[str, dict[str, int]]:
    """How many notices are unread, and how many are pending behind each entry, up to a hundred.
    None while one looks as another. One query.
    """
    if user.impersonated_by:
        return {"notices": {}, "menu": {}}
    rows = {
        item.route: item.rows(user).order_by()[:MAXIMUM_COUNT]
        for item in items_of(user)
        if item.rows
    }
    return count_groups(user, notices={"unread": user.notifications.unread()}, menu=rows)


def _is_shown(item: NavigationItem, counts: dict[str, int]) -> bool:
    return not item.is_hidden_if_none or bool(counts.get(item.route))


def _current_url(request: HttpRequest, items: list[NavigationItem]) -> str:
    """The place in which this page lies: of those that lie inside each other, the inner one."""
    around = [url for each in items if request.path.startswith(url := reverse(each.route))]
    return max(around, key=len, default="")


def _visible_item(
    item: NavigationItem, *, here: str, counts: dict[str, int], path: str
) -> VisibleNavigationItem:
    url = reverse(item.route)
    count = counts.get(item.route, 0) if item.is_count_shown else 0
    return VisibleNavigationItem(
        item.label,
        item.icon,
        url,
        count=count,
        is_late=bool(count) and item.route == "assistance:today",
        is_current=url == here,
    )


def _visible_group(
    group: NavigationGroup, entries: list[VisibleNavigationItem], open_code: str
) -> VisibleNavigationGroup:
    is_open = group.code == open_code
    return VisibleNavigationGroup(group.code, group.label, group.icon, entries, is_open)


def _bottom_items(request: HttpRequest, may_register: bool) -> list[VisibleNavigationItem]:
    """What a thumb reaches beside Menu: the first page, New in the middle, Search."""
    user = signed_in_user(request)
    role = user.main_role.code if user.main_role else ""
    routes = {item.route: item for group in GROUPS for item in group.items}
    items = [_homes_of(user)[0], *(routes[route] for route in BOTTOM_ROUTES.get(role, ()))]
    here = _current_url(request, items)
    places = [_short_item(item, here) for item in items]
    if may_register:
        places.insert(
            2, _place("new", pgettext_lazy("menu", "New"), "plus", request, is_main=True)
        )
    return [
        *places[:3],
        _place("search", pgettext_lazy("menu, short", "Search"), "search", request),
    ]


def _place(
    route: str, label: Promise, icon: str, request: HttpRequest, *, is_main: bool = False
) -> VisibleNavigationItem:
    url = reverse(route)
    return VisibleNavigationItem(
        label, icon, url, is_main=is_main, is_current=request.path == url
    )  # fmt: skip


def _short_item(item: NavigationItem, here: str) -> VisibleNavigationItem:
    url = reverse(item.route)
    return VisibleNavigationItem(item.short or item.label, item.icon, url, is_current=url == here)
