"""What travel takes of budget lines, whom they took home, and the cases that rest on a fund."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from django.db import models

from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.funding.budget import Expenditure, Period, Spending
from amparo.pillars.assistance.services.service_costs import kept_of, merged_records

from .models import TravelCost


def spending_of(lines: Collection[int]) -> dict[int, Spending]:
    """By the key of the line. What was booked is committed and paid at once; costs of erased
    cases are among those of services (`AnonymousService`).
    """
    return {line: Spending(sum_, sum_) for line, sum_ in _sums(list(lines)).items()}


def expenditure_of(lines: Collection[int], periods: Sequence[Period]) -> list[Expenditure]:
    """What travel cost in each period; costs of erased cases are not in it."""
    by_day = _by_day(list(lines))
    return [
        Expenditure(sum((each for day, each in by_day.items() if day in period), Decimal(0)))
        for period in periods
    ]


def persons_assisted(lines: Collection[int], periods: Sequence[Period]) -> list[set[int]]:
    """Whose travel was paid in each period, by key; of joined files that of the kept one."""
    rows = _travellers(list(lines))
    joined = merged_records() if rows else {}
    return [{kept_of(person, joined) for person, day in rows if day in each} for each in periods]


def travel_on(fund: str) -> models.QuerySet:
    """The travel costs on a line of the fund with this ref that were not cancelled."""
    return TravelCost.objects.live().filter(budget_line__fund__ref=fund)


@aggregate_query("a sum must be right also where some of its cases are closed to the reader")
def _sums(lines: list[int]) -> dict[int, Decimal]:
    rows = TravelCost.objects.live().filter(budget_line__in=lines).order_by()
    return dict(rows.values_list("budget_line").annotate(sum=models.Sum("charged")))


@aggregate_query("a sum must be right also where some of its cases are closed to the reader")
def _by_day(lines: list[int]) -> dict[date, Decimal]:
    rows = TravelCost.objects.live().filter(budget_line__in=lines).order_by()
    return dict(rows.values_list("on").annotate(sum=models.Sum("charged")))


@aggregate_query("a count must be right also where some of its cases are closed to the reader")
def _travellers(lines: list[int]) -> tuple[tuple[int, date], ...]:
    """Everybody who travels on a booking with costs on these lines, and the day of each cost."""
    rows = TravelCost.objects.live().filter(
        budget_line__in=lines, booking__journey__travellers__is_going=True
    )
    found = rows.order_by().values_list("booking__journey__travellers__person", "on")
    return tuple(found.distinct())
