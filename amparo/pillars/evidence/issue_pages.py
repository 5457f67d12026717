"""What is missing for the figures of a month, as counts: by kind, and by colleague to ask."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.data_quality.extension_points import data_checks
from amparo.foundation.data_quality.models import DataIssue, DataReminder
from amparo.foundation.data_quality.queries import (
    IssueCount,
    count_explained,
    count_issues,
    count_open,
    offices_within,
)
from amparo.ui import formats

from .devices import holders_not_in, names_of
from .figures import earlier
from .presenters import Scope


@dataclass
class KindRow:
    """How much of one kind is open, since when, and of how much nobody knows."""

    kind: str
    count: int = 0
    oldest: date | None = None
    explained: list[str] = field(default_factory=list)

    @property
    def label(self) -> str | Promise:
        check = data_checks.get(self.kind)
        return check.label if check else self.kind


@dataclass
class ColleagueRow:
    """What one colleague is asked, and when they were reminded; nobody: no one holds the files."""

    colleague: User | None
    kinds: dict[str, int] = field(default_factory=dict)
    oldest: date | None = None
    reminder: DataReminder | None = None

    @property
    def count(self) -> int:
        return sum(self.kinds.values())

    @property
    def shown_kinds(self) -> list[str]:
        rows = sorted(self.kinds.items(), key=lambda row: -row[1])
        return [_named_count(KindRow(kind).label, count) for kind, count in rows]


def _named_count(name: object, count: int) -> str:
    return _("%(name)s: %(count)s") % {"name": name, "count": formats.number(count)}


class IssuePage:
    """The open issues of a scope in a month. Six queries."""

    def __init__(self, user: User, scope: Scope, month: date):
        self.user, self.scope, self.month = user, scope, month
        self.over = earlier(month, -1)

    @cached_property
    def offices(self) -> tuple[int, ...]:
        return offices_within(self.scope.office, is_with_branches=self.scope.is_with_branches)

    @cached_property
    def counts(self) -> list[IssueCount]:
        return count_issues(self.offices, self.month, self.over)

    @property
    def total(self) -> int:
        return sum(each.count for each in self.counts)

    @cached_property
    def kinds(self) -> list[KindRow]:
        """The kinds of which something is open or not known, in the order of their checks."""
        rows = {code: KindRow(code) for code in data_checks}
        for each in self.counts:
            row = rows.setdefault(each.kind, KindRow(each.kind))
            row.count += each.count
            row.oldest = min(filter(None, (row.oldest, each.oldest)))
        reasons = dict(DataIssue.Reason.choices)
        for said in count_explained(self.offices, self.month, self.over):
            row = rows.setdefault(said.kind, KindRow(said.kind))
            row.explained.append(_named_count(reasons.get(said.reason, said.reason), said.count))
        return [row for row in rows.values() if row.count or row.explained]

    @cached_property
    def colleagues(self) -> list[ColleagueRow]:
        """Whom to ask, who has most to complete first; nobody last."""
        kinds: dict[int | None, dict[str, int]] = defaultdict(dict)
        oldest: dict[int | None, date] = {}
        for each in self.counts:
            of_one = kinds[each.colleague]
            of_one[each.kind] = of_one.get(each.kind, 0) + each.count
            oldest[each.colleague] = min(oldest.get(each.colleague, each.oldest), each.oldest)
        users = User.objects.in_bulk([pk for pk in kinds if pk is not None])
        reminders = self._reminders(users)
        rows = [
            ColleagueRow(users.get(pk or 0), kinds[pk], oldest[pk], reminders.get(pk or 0))
            for pk in kinds
        ]
        return sorted(
            rows, key=lambda row: (row.colleague is None, -row.count, str(row.colleague))
        )

    def _reminders(self, users: Iterable[int]) -> dict[int, DataReminder]:
        """The last reminder of each."""
        found = DataReminder.objects.filter(colleague__in=list(users), office__in=self.offices)
        newest = found.accessible_to(self.user).select_related("by").order_by("at")
        return {each.colleague_id: each for each in newest}

    @cached_property
    def devices_out(self) -> str:
        """Whose telephones have not been in contact since the month ended; "" before that."""
        if self.scope.office.today() < self.over:
            return ""
        out = holders_not_in(
            self.scope.office, self.month, is_with_branches=self.scope.is_with_branches
        )
        return formats.join_list(names_of(list(out)))

    def askable(self) -> dict[str, tuple[User, str]]:
        """Who can be reminded, by ref: with a name and a number."""
        return {
            str(row.colleague.ref): (row.colleague, _named_count(row.colleague.name, row.count))
            for row in self.colleagues
            if row.colleague
        }


def open_issues_in(scopes: Iterable[Scope], today: date) -> list[tuple[str, str, int]]:
    """Of each scope how much is open for the last whole month: code, name, number."""
    month = earlier(today, 1)
    found = []
    for scope in scopes:
        offices = offices_within(scope.office, is_with_branches=scope.is_with_branches)
        count = count_open(offices, month, earlier(month, -1))
        if count:
            found.append((scope.code, scope.name, count))
    return found
