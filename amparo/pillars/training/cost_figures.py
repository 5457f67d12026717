"""What an event cost for each hour of a participant and for each person who passed, per fund.

Pure Python, in the currency of the office. What is not recorded is None, never zero: without
attendance there are no hours, and without costs nothing was free.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT, TENTH = Decimal("0.01"), Decimal("0.1")


@dataclass(frozen=True)
class Spent:
    """A cost and the fund that paid it; None where no fund did."""

    fund: Hashable
    amount: Decimal


@dataclass(frozen=True)
class CostFigure:
    """What one fund, or all together, spent; and that for each hour and person."""

    fund: Hashable
    spent: Decimal | None
    per_hour: Decimal | None
    per_person: Decimal | None


@dataclass(frozen=True)
class PassRule:
    """What passing asks, in percent; a score of None asks for no test."""

    attendance: int
    score: int | None = None
    needs_practice: bool = False


def participant_hours(shares: Mapping[int, int], minutes: Iterable[int]) -> Decimal | None:
    """Returns the hours of all who came, from the percent of all minutes that each was there.
    None where nobody recorded attendance, or no session has a time.
    """
    whole = sum(minutes)
    if not shares or whole <= 0:
        return None
    hours = Decimal(sum(shares.values()) * whole) / 6000
    return hours.quantize(TENTH, ROUND_HALF_UP)


def persons_passing(
    enrolled: Iterable[int], shares: Mapping[int, int], after: Mapping[int, int | None],
    rule: PassRule, practice: Mapping[int, bool] | None = None,
) -> int | None:  # fmt: skip
    """Returns how many meet the rule: enough attendance and, where they are asked, the score of
    the test and the practice. None where the rule asks for something that nobody recorded.
    """
    met = practice or {}
    is_unknown = not shares or (rule.needs_practice and not met)
    if is_unknown or (rule.score is not None and not any(v is not None for v in after.values())):
        return None
    passing = [each for each in enrolled if _passes(each, shares, after, rule)]
    return sum(not rule.needs_practice or met.get(each, False) for each in passing)


def _passes(
    enrolment: int, shares: Mapping[int, int], after: Mapping[int, int | None], rule: PassRule
) -> bool:
    if shares.get(enrolment, -1) < rule.attendance:
        return False
    score = after.get(enrolment)
    return rule.score is None or (score is not None and score >= rule.score)


def cost_figures(
    spent: Sequence[Spent], hours: Decimal | None, passing: int | None
) -> list[CostFigure]:
    """Returns a figure for each fund, in the order of `spent`, and none for all: `total_figure`
    says that. Each fund is divided by all hours and persons: figures of funds add up to it.
    """
    funds: dict[Hashable, Decimal] = {}
    for each in spent:
        funds[each.fund] = funds.get(each.fund, Decimal(0)) + each.amount
    return [_figure(fund, amount, hours, passing) for fund, amount in funds.items()]


def total_figure(spent: Sequence[Spent], hours: Decimal | None, passing: int | None) -> CostFigure:
    """The same for all funds together; nothing spent is unknown, not free."""
    total = sum((each.amount for each in spent), Decimal(0)) if spent else None
    return _figure(None, total, hours, passing)


def _figure(
    fund: Hashable, amount: Decimal | None, hours: Decimal | None, passing: int | None
) -> CostFigure:
    return CostFigure(fund, amount, _for_each(amount, hours), _for_each(amount, passing))


def _for_each(amount: Decimal | None, of: Decimal | int | None) -> Decimal | None:
    if amount is None or not of:
        return None
    return (amount / Decimal(of)).quantize(CENT, ROUND_HALF_UP)
