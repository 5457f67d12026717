"""What assistance cost for each person, out of budget lines and in a period."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .budget import Expenditure, Period
from .exchange import cents
from .extension_points import assisted_person_sources, expenditure_sources


@dataclass(frozen=True)
class CostPerPerson:
    """What was spent in a period, and how many persons were assisted.

    None where nothing is recorded. `unvalued` records of what was given have no value, or one of
    which no exchange rate of their day is known: they are in no sum.
    """

    period: Period
    spent: Decimal | None
    persons: int | None
    unvalued: int = 0

    @property
    def cost(self) -> Decimal | None:
        if self.spent is None or not self.persons:
            return None
        return cents(self.spent / self.persons)


def costs_in(lines: Collection[int], periods: Sequence[Period]) -> list[CostPerPerson]:
    """For budget lines of one currency, by their keys; the same few queries however many."""
    spent = expenditures_in(lines, periods)
    assisted = [source(lines, periods) for source in assisted_person_sources]
    found = []
    for at, period in enumerate(periods):
        whole = spent[at]
        persons = {key for each in assisted for key in each[at]}
        found.append(
            CostPerPerson(period, whole.amount or None, len(persons) or None, whole.unvalued)
        )
    return found


def expenditures_in(lines: Collection[int], periods: Sequence[Period]) -> list[Expenditure]:
    """What was spent in each period, of budget lines of one currency; nobody is counted."""
    spent = [source(lines, periods) for source in expenditure_sources]
    return [sum((each[at] for each in spent), Expenditure()) for at in range(len(periods))]


def last_whole_month(day: date) -> Period:
    """The month before that of `day`."""
    last = day.replace(day=1) - timedelta(days=1)
    return Period(last.replace(day=1), last)


def costs_of(lines: Collection[int], starts_on: date, day: date) -> list[CostPerPerson]:
    """Those of the last whole month, where it had begun by then, and of the time until today."""
    month = last_whole_month(day)
    periods = [month] if month.until >= starts_on else []
    if day >= starts_on:
        periods.append(Period(starts_on, day))
    return costs_in(lines, periods)
