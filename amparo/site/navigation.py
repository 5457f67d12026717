"""Navigation: the menu of one person in groups, its counters, the context of the layout.

A menu holds the first pages of a user's roles and closed groups, seven lines at most; what lies
outside the main work of the roles stands in a last fold.
"""

from dataclasses import dataclass, field
from functools import cache, partial

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core import discreet_mode
from amparo.foundation.core.accounts.practice import is_practised
from amparo.foundation.core.accounts.sessions import counts_of_session, keep_counts
from amparo.foundation.core.database.counts import count_groups
from amparo.foundation.core.extension_points import (
    home_pages,
    navigation_groups,
    navigation_items,
    site_actions,
)
from amparo.foundation.core.models import Notification, User
from amparo.foundation.core.navigation import NavigationGroup, NavigationItem, SitePage
from amparo.foundation.core.permissions import impersonation
from amparo.foundation.core.permissions.rules import signed_in_user

from .handbook.page_help import helped_routes

MAXIMUM_LINES = 7
MAXIMUM_COUNT = 100
ACCOUNT = NavigationItem("account", _("My account"), "user-circle", frozenset())


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


def navigation(request: HttpRequest) -> dict:
    """What the layout needs on every page; for somebody signed out, only the languages."""
    common = {
        "languages": settings.LANGUAGES, "is_demo": settings.DEMO,
        "display_modes": getattr(request, "display_modes", None),
        "names_are_short": discreet_mode.is_on(),
    }  # fmt: skip
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return common
    user = request.user
    counts = _counts(request, user)
    may_register = "person.register" in user.permissions
    may_search = "person.see" in user.permissions
    return {
        **common,
        "me": user,
        "is_practice": user.is_practice,
        "menu": menu_of(request, counts["menu"]),
        "bottom_menu": _bottom_items(request, may_register),
        "may_register": may_register,
        "may_search": may_search,
        "help_url": reverse("page-help", args=[_help_route(request, user)]),
        "notices": counts["notices"].get("unread", 0),
        "notices_in_danger": counts["notices"].get("danger", 0),
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
        (group, [item for item in _inside(group) if item.roles & roles and _opens(user, item)])
        for group in _groups()
    ]
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
        _actions(user) if "person.register" in user.permissions else [],
    )


def _help_route(request: HttpRequest, user: User) -> str:
    """The page that the "?" tells of: this one; where nothing is written of it, the entry of the
    menu in which it lies; else the user's first page.
    """
    route = request.resolver_match.view_name if request.resolver_match else ""
    if route in helped_routes():
        return route
    items = items_of(user)
    here = _current_url(request, items)
    routes = [item.route for item in items if here and _url_of(item.route) == here]
    return next(iter([*routes, _homes_of(user)[0].route]))


def _opens(user: User, page: NavigationItem | SitePage) -> bool:
    """Whether the page answers this person: while they practise, only what is practised."""
    return not user.is_practice or is_practised(page.route)


def _actions(user: User) -> list[VisibleNavigationItem]:
    """What has to be reached at once."""
    actions = sorted(
        (each for each in site_actions if each.phone_label and _opens(user, each)),
        key=lambda each: each.order,
    )
    return [
        VisibleNavigationItem(pgettext_lazy("menu", "Register"), "user-plus", reverse("search")),
        *(
            VisibleNavigationItem(
                each.phone_label or each.label, each.icon, each.url, is_late=each.is_urgent
            )
            for each in actions
        ),
    ]


def _groups() -> list[NavigationGroup]:
    return sorted(navigation_groups, key=lambda each: each.order)


def _inside(group: NavigationGroup) -> list[NavigationItem]:
    return sorted(
        (item for item in navigation_items if item.group == group.code),
        key=lambda item: item.order,
    )


def all_items() -> list[NavigationItem]:
    """Returns the entries of all groups, in the order of the menu."""
    return [item for group in _groups() for item in _inside(group)]


def items_of(user: User) -> list[NavigationItem]:
    """Returns the first pages and all entries of the groups of a user's roles, shown or not."""
    roles = _roles_of(user)
    inside = (item for item in all_items() if item.roles & roles and _opens(user, item))
    return [*_homes_of(user), *inside]


def _roles_of(user: User) -> set[str]:
    return {place.role for place in user.memberships_held}


def _homes_of(user: User) -> list[NavigationItem]:
    """The first pages of the roles that this person holds, that of the main role first."""
    roles = _roles_of(user)
    codes = [user.main_role.code] if user.main_role else []
    ordered = sorted(home_pages, key=lambda code: home_pages[code].order)
    codes += [code for code in ordered if code in roles and code not in codes]
    items = {home_pages[code].route: home_pages[code] for code in codes if code in home_pages}
    return list(items.values()) or [ACCOUNT]


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


def _counts(request: HttpRequest, user: User) -> dict[str, dict[str, int]]:
    """How many notices are unread, and how many are pending behind each entry, up to a hundred.
    None while one looks as another, or on a page that says only that something is not there.

    One query, at most once a minute (`NOTED_EVERY`) and after each thing that the user does
    themselves: of what others did a menu may be a minute old.
    """
    if user.impersonated_by or getattr(request, "is_refused", False):
        return {"notices": {}, "menu": {}}
    if counts := counts_of_session(request.session):
        return counts
    rows = {
        item.route: item.rows(user).order_by()[:MAXIMUM_COUNT]
        for item in items_of(user)
        if item.rows
    }
    unread = Notification.objects.shown_to(user).unread()
    notices = {"unread": unread, "danger": unread.in_danger()}
    counts = count_groups(notices=notices, menu=rows)
    keep_counts(request.session, counts)
    return counts


def _is_shown(item: NavigationItem, counts: dict[str, int]) -> bool:
    return not item.is_hidden_if_none or bool(counts.get(item.route))


def _current_url(request: HttpRequest, items: list[NavigationItem]) -> str:
    """The place in which this page lies: of those that lie inside each other, the inner one."""
    around = [url for each in items if request.path.startswith(url := _url_of(each.route))]
    return max(around, key=len, default="")


def _visible_item(
    item: NavigationItem, *, here: str, counts: dict[str, int], path: str
) -> VisibleNavigationItem:
    url = _url_of(item.route)
    count = counts.get(item.route, 0) if item.is_count_shown else 0
    return VisibleNavigationItem(
        item.label,
        item.icon,
        url,
        count=count,
        is_late=bool(count) and item.is_count_late,
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
    places = (item for item in all_items() if role in item.bottom_for and _opens(user, item))
    items = [_homes_of(user)[0], *places]
    here = _current_url(request, items)
    shown = [_short_item(item, here) for item in items]
    if may_register:
        shown.insert(2, _place("new", pgettext_lazy("menu", "New"), "plus", request, is_main=True))
    return [
        *shown[:3],
        _place("search", pgettext_lazy("menu, short", "Search"), "search", request),
    ]


def _place(
    route: str, label: Promise, icon: str, request: HttpRequest, *, is_main: bool = False
) -> VisibleNavigationItem:
    url = _url_of(route)
    return VisibleNavigationItem(
        label, icon, url, is_main=is_main, is_current=request.path == url
    )  # fmt: skip


def _short_item(item: NavigationItem, here: str) -> VisibleNavigationItem:
    url = _url_of(item.route)
    return VisibleNavigationItem(item.short or item.label, item.icon, url, is_current=url == here)


def _url_of(route: str) -> str:
    """As `reverse`, of a route without arguments; a menu asks for dozens of them."""
    return _reversed(route, get_urlconf(), get_script_prefix())


@cache
def _reversed(route: str, urlconf: str | None, _prefix: str) -> str:
    return reverse(route, urlconf)
