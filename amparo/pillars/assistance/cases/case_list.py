"""The list of cases as one address asks for it: filters, order, and the rows behind it."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property
from uuid import UUID

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.ui.filters import Filter, FilterBar

from .caseload_filters import (
    RISKS,
    STATUSES,
    conditions_of,
    filters_of_cases,
    shortcuts_of_cases,
)
from .queries import (
    ORDERINGS,
    CaseFilter,
    CaseScope,
    MergedQuerySets,
    end_of_week,
    filtered_cases,
    first_view,
    scopes_for,
)
from .risk_levels import NO_DUE_DATE
from .workload import supervised_teams, team_members

# Of a larger team, only the colleague whom the address asks for is offered.
OFFERED = 40
BY_NAME = "name"
ORDER = Filter(
    "order",
    _("Order"),
    lambda: [
        ("risk", _("By risk, then next date")),
        ("due", _("By next date")),
        ("contact", _("Longest without contact")),
        ("opened", _("Opened last first")),
        ("number", _("By case number")),
        ("change", _("Last changed first")),
        (BY_NAME, _("By name, within this page")),
    ],
    is_always_on=True,
)
CHANGED = Filter(
    "since",
    _("Last changed"),
    lambda: [("7", _("In the last 7 days")), ("30", _("In the last 30 days"))],
)


class CaseList:
    """What `user` looks at; `asked` are the parameters of an address, or those of a saved view."""

    def __init__(self, user: User, asked: Mapping[str, str]):
        self.user = user
        views = scopes_for(user)
        self.views = {view.code: view for view in views}
        self._asked_worker = asked.get("owner", "")
        leads = "team.see" in user.permissions
        offer = self._worker_choices if leads else None
        filters = filters_of_cases(user, views, offer, lambda: self.rows)
        defaults = {"whose": first_view(user, views).code}
        self.bar = FilterBar(
            [*filters, CHANGED, ORDER], asked, shortcuts=shortcuts_of_cases(), defaults=defaults
        )
        self.bar.defaults["order"] = self._usual_order

    @property
    def _usual_order(self) -> str:
        """Late things by day, changes by time, all else by risk."""
        if self.bar.value("due"):
            return "due"
        return "change" if self.bar.value("since") else "risk"

    @property
    def view(self) -> CaseScope:
        """Whose cases: one's own, a team, an office, a restricted group."""
        return self.views[self.bar.value("whose")]

    @cached_property
    def workers(self) -> dict[str, User]:
        """Those whose cases the user may look through one by one, by ref."""
        return {each.ref.hex: each for each in _workers(self.user, self._asked_worker)}

    def _worker_choices(self) -> list[tuple[str, str]]:
        return [(ref, user.name) for ref, user in self.workers.items()]

    @property
    def worker(self) -> User | None:
        """The one colleague whose cases are looked for."""
        owner = self.bar.value("owner")
        return self.workers.get(owner) if owner else None

    @property
    def order(self) -> str:
        return self.bar.value("order")

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns by which the rows come; names are sorted once they are opened."""
        return ORDERINGS["risk" if self.order == BY_NAME else self.order]

    @cached_property
    def sought(self) -> CaseFilter:
        frozen = localtime(now())
        today = frozen.date()
        since = self.bar.value("since")
        due = {"overdue": today, "week": min(end_of_week(today) + timedelta(days=1), NO_DUE_DATE)}
        return CaseFilter(
            grantee=f"user:{self.worker.pk}" if self.worker else self.view.grantee,
            statuses=STATUSES[self.bar.value("status")],
            bands=RISKS[self.bar.value("risk")],
            due_before=due.get(self.bar.value("due")),
            since=frozen - timedelta(days=int(since)) if since else None,
            of_view=self.view.grantee,
            conditions=conditions_of(self.bar.values, self.user, today),
        )

    @property
    def rows(self) -> MergedQuerySets:
        return self.rows_for("case.see")

    def rows_for(self, verb: str) -> MergedQuerySets:
        """Those of the rows on whose cases the user has `verb`."""
        return filtered_cases(self.user, self.sought, verb)


def _workers(user: User, asked: str) -> list[User]:
    """Those whose cases a supervisor may look through one by one.

    Of a large office, the one asked for, whom the table of the team leads to.
    """
    members = team_members(supervised_teams(user))
    found = list(members[: OFFERED + 1])
    if len(found) > OFFERED:
        found = list(members.filter(user__ref=asked)) if _is_ref(asked) else []
    return list({member.user_id: member.user for member in found}.values())


def _is_ref(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
