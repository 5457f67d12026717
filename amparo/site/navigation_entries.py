"""An entry of the menu, and a group of them. `navigation_items` lists those that there are."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise

from amparo.foundation.core.models import User


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
