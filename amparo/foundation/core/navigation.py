"""What apps add to the menu and to the search for pages: entries, groups of them, first pages,
pages in no menu, actions. Each app says its own in its `menu.py`; the site draws them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from .accounts.users import User


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the menu: in which group, and the roles that it is for.

    `order` places it among those of its group, and a first page among those of other roles.
    `rows` are the records that are pending behind it; they are counted. With `is_hidden_if_none`
    the entry is shown only while there are any. `bottom_for` are roles that find it in the
    bar at the bottom of a phone too; `keywords` other words by which it is searched for.
    """

    route: str
    label: Promise
    icon: str
    roles: frozenset[str]
    short: Promise | None = None
    rows: Callable[[User], QuerySet] | None = None
    is_hidden_if_none: bool = False
    is_count_shown: bool = True
    is_count_late: bool = False
    group: str = ""
    order: int = 0
    keywords: Promise | str = ""
    bottom_for: frozenset[str] = frozenset()


@dataclass(frozen=True)
class NavigationGroup:
    """Entries of one programme or pillar, and the roles whose main work they are."""

    code: str
    label: Promise
    icon: str
    main_for: frozenset[str]
    order: int


@dataclass(frozen=True)
class SitePage:
    """A page or an action that stands alone, and the permission that opens it.

    `phone_label` puts an action at the head of the menu of a phone, for those who register people.
    """

    route: str
    label: Promise
    icon: str
    permission: str = ""
    keywords: str | Promise = ""
    args: tuple[str, ...] = ()
    phone_label: Promise | None = None
    is_urgent: bool = False
    order: int = 0

    @property
    def url(self) -> str:
        return reverse(self.route, args=self.args)
