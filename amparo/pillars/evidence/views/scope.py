"""What an address says of whose figures are shown, of which month, of whom."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import ClassVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.permissions.rules import require_permission, signed_in_user
from amparo.ui import formats
from amparo.ui.filters import Chip, Filter, FilterBar, Shortcut

from ..dates import whole_month
from ..figures import earlier
from ..models import Computation
from ..presenters import (
    GROUPS,
    Scope,
    group_label,
    last_whole_month,
    parse_month,
    pick,
    scopes_of,
)

# As many months can be chosen as are stored.
_MONTHS = 24


class FigureBar(FilterBar):
    """Filters without "All" where each of them always has a value."""

    @property
    def chips(self) -> list[Chip]:
        every, *others = super().chips
        is_needless = all(each.is_always_on for each in self.filters.values())
        return others if is_needless else [every, *others]


@dataclass(frozen=True)
class Asked:
    """The scope, month and group of a request; Http404 for who reads no office's figures."""

    request: HttpRequest
    has_groups: ClassVar[bool] = True

    # Which class shows the filters.
    bar_type: ClassVar[type[FilterBar]] = FigureBar

    def __post_init__(self):
        require_permission(self.request, "figure.see")
        if not self.scopes:
            raise Http404

    @cached_property
    def scopes(self) -> list[Scope]:
        return scopes_of(signed_in_user(self.request))

    @cached_property
    def today(self) -> date:
        office = signed_in_user(self.request).office
        return office.today() if office else localdate()

    def more_filters(self) -> list[Filter]:
        """What a page lets choose beside office and month: here whom alone."""
        groups = [(code, group_label(code)) for code in GROUPS]
        if not self.has_groups:
            return []
        return [
            Filter(
                "group", pgettext_lazy("filter", "Who"), lambda: groups, all_label=_("Everybody")
            )
        ]

    @cached_property
    def bar(self) -> FilterBar:
        scopes = [(each.code, each.name) for each in self.scopes]
        filters = [
            *(
                [Filter("office", _("Office"), lambda: scopes, is_always_on=True)]
                * (len(scopes) > 1)
            ),
            Filter("month", pgettext_lazy("chart", "Month"), self._months, is_always_on=True),
            *self.more_filters(),
        ]  # fmt: skip
        shortcuts = [
            Shortcut("group", code, group_label(code))
            for code in GROUPS
            if self.has_groups and code != "men"
        ]
        defaults = {
            "office": self.scopes[0].code,
            "month": f"{last_whole_month(self.today):%Y-%m}",
        }
        return self.bar_type(filters, self.request.GET, shortcuts=shortcuts, defaults=defaults)

    def _months(self) -> list[tuple[str, str]]:
        months = [earlier(self.today, back) for back in range(_MONTHS)]
        return [(f"{month:%Y-%m}", formats.month(month)) for month in months]

    @cached_property
    def scope(self) -> Scope:
        return pick(self.scopes, self.bar.value("office") if len(self.scopes) > 1 else "")

    @cached_property
    def month(self) -> date:
        return parse_month(self.bar.value("month"), self.today)

    @property
    def group(self) -> str:
        return self.bar.value("group")

    @property
    def query(self) -> str:
        """What a link to another page of figures carries along."""
        return self.query_of(self.month)

    def query_of(self, month: date) -> str:
        return urlencode({"office": self.scope.code, "month": f"{month:%Y-%m}"})

    @cached_property
    def state(self) -> dict:
        """Which computation is shown, and whether a later one failed or is under way."""
        newest = list(Computation.objects.order_by("-pk")[:3])
        in_force = next((each for each in newest if each.finished_at), None)
        later = [each for each in newest if in_force is None or each.pk > in_force.pk]
        in_force = in_force or Computation.objects.in_force()
        failed = next((each for each in later if each.failed_at), None)
        return {
            "computation": in_force,
            "computed_at": formats.moment(in_force.finished_at) if in_force else "",
            "is_computing": any(not each.failed_at and not each.finished_at for each in later),
            "failed_at": formats.moment(failed.failed_at) if failed else "",
        }

    @property
    def context(self) -> dict:
        return {
            "asked": self, "bar": self.bar, "scope": self.scope, "month": self.month,
            "month_name": whole_month(self.month),
            "is_whole": self.month < self.today.replace(day=1), **self.state,
        }  # fmt: skip
