"""What assistance cost for each person, out of budget lines and in a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .budget import Expenditure
from .exchange import cents
from .extension_points import assisted_person_sources, expenditure_sources


@dataclass(frozen=True)
class CostPerPerson:
    """What was spent between two days, both included, and how many persons were assisted.

    None where nothing is recorded. `unvalued` records of what was given have no value, or one of
    which no exchange rate of their day is known: they are in no sum.
    """

    since: date
    until: date
    spent: Decimal | None
    persons: int | None
    unvalued: int = 0

    @property
    def cost(self) -> Decimal | None:
        if self.spent is None or not self.persons:
            return None
        return cents(self.spent / self.persons)


def cost_between(lines: Collection[int], since: date, until: date) -> CostPerPerson:
    """For budget lines of one currency, by their keys."""
    spent = sum(
        (each for source in expenditure_sources for each in source(lines, since, until).values()),
        Expenditure(),
    )
    persons = {key for source in assisted_person_sources for key in source(lines, since, until)}
    return CostPerPerson(since, until, spent.amount or None, len(persons) or None, spent.unvalued)


def last_whole_month(day: date) -> tuple[date, date]:
    """The first and the last day of the month before that of `day`."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def costs_of(lines: Collection[int], starts_on: date, day: date) -> list[CostPerPerson]:
    """Those of the last whole month, where it had begun by then, and of the time until today."""
    month = last_whole_month(day)
    periods = [month] if month[1] >= starts_on else []
    if day >= starts_on:
        periods.append((starts_on, day))
    return [cost_between(lines, since, until) for since, until in periods]
