"""How the funds of an office stand: by donor, by fund, by line of its budget."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from amparo.foundation.core.models import Organization

from .budget import Standing
from .models import BudgetLine, Fund
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


def by_donor(accounts: Iterable[FundAccount]) -> list[DonorAccount]:
    found: dict[int, DonorAccount] = {}
    for each in accounts:
        donor = found.setdefault(each.fund.donor_id, DonorAccount(each.fund.donor))
        donor.funds.append(each)
    return list(found.values())
