"""How funds stand: by project, by donor, by fund, by line of its budget."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from amparo.foundation.core.models import Organization

from .budget import Standing
from .burn import Burn, Pace
from .models import BudgetLine, Fund, Project
from .models.budget_lines import standings_of

NOTHING = Standing(Decimal(0))


@dataclass(frozen=True)
class LineAccount:
    line: BudgetLine
    standing: Standing


@dataclass
class FundAccount:
    fund: Fund
    lines: list[LineAccount] = field(default_factory=list)

    @property
    def standing(self) -> Standing:
        return sum((each.standing for each in self.lines), NOTHING)

    @property
    def line_keys(self) -> list[int]:
        return [each.line.pk for each in self.lines]

    def burn_on(self, day: date) -> Burn:
        return Burn(self.standing, self.fund.since, self.fund.until, day)


@dataclass
class ProjectAccount:
    """A project with its funds, which are all in its currency."""

    project: Project
    funds: list[FundAccount] = field(default_factory=list)

    @property
    def standing(self) -> Standing:
        return sum((each.standing for each in self.funds), NOTHING)

    @property
    def line_keys(self) -> list[int]:
        return [key for each in self.funds for key in each.line_keys]

    def burn_on(self, day: date) -> Burn:
        is_closed = self.project.state_on(day) == Project.State.CLOSED
        return Burn(
            self.standing, self.project.starts_on, self.project.ends_on, day, is_closed=is_closed
        )

    def is_late_on(self, day: date) -> bool:
        """Its spending is behind time or over the budget, or it ended with payments to make."""
        burn = self.burn_on(day)
        if self.project.state_on(day) == Project.State.CLOSED:
            return self.standing.outstanding > 0
        return burn.pace in (Pace.BEHIND, Pace.OVER) or burn.is_over_budget


@dataclass
class DonorAccount:
    """What one donor gave: its funds, and for each currency what they come to together."""

    donor: Organization
    funds: list[FundAccount] = field(default_factory=list)

    @property
    def totals(self) -> list[tuple[str, Standing]]:
        """Where more than one fund is in the same currency."""
        found: dict[str, list[Standing]] = {}
        for each in self.funds:
            found.setdefault(each.fund.currency, []).append(each.standing)
        return [(code, sum(all_, NOTHING)) for code, all_ in found.items() if len(all_) > 1]


def accounts_of(funds: Iterable[Fund]) -> list[FundAccount]:
    """The funds with their lines: the same few queries however many."""
    accounts = {fund.pk: FundAccount(fund) for fund in funds}
    lines = list(BudgetLine.objects.filter(fund__in=accounts).order_by("code", "pk"))
    standings = standings_of(lines)
    for line in lines:
        accounts[line.fund_id].lines.append(LineAccount(line, standings[line.pk]))
    return list(accounts.values())


def accounts_of_projects(projects: Iterable[Project]) -> list[ProjectAccount]:
    """The projects with their funds and lines: the same few queries however many."""
    accounts = {project.pk: ProjectAccount(project) for project in projects}
    funds = Fund.objects.filter(project__in=accounts).select_related("office", "donor")
    for each in accounts_of(funds.order_by("code", "pk")):
        if each.fund.project_id:
            accounts[each.fund.project_id].funds.append(each)
    return list(accounts.values())


def by_donor(accounts: Iterable[FundAccount]) -> list[DonorAccount]:
    found: dict[int, DonorAccount] = {}
    for each in accounts:
        donor = found.setdefault(each.fund.donor_id, DonorAccount(each.fund.donor))
        donor.funds.append(each)
    return list(found.values())
