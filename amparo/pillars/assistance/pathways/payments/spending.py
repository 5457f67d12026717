"""What grants commit of budget lines, and what was paid of them."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.funding.budget import Expenditure, Period, Spending

from .models import AnonymousPayment, AssistanceGrant, Payment


def spending_of(lines: Collection[int]) -> dict[int, Spending]:
    """By the key of the line, in three queries; payments of erased cases are among them."""
    committed, paid, erased = _sums_of(list(lines))
    nothing = Decimal(0)
    return {
        line: Spending(
            committed.get(line, nothing) + erased.get(line, nothing),
            paid.get(line, nothing) + erased.get(line, nothing),
        )
        for line in {*committed, *paid, *erased}
    }


@aggregate_query("a sum must be right also where some of its cases are closed to the reader")
def _sums_of(lines: list[int]) -> tuple[dict[int, Decimal], ...]:
    """What is committed, paid, and paid of erased cases, by line."""
    paid = Payment.objects.live().filter(grant__line__in=lines)
    return (
        _summed(AssistanceGrant.objects.filter(line__in=lines), "line", "bound"),
        _summed(paid, "grant__line", "charged"),
        _summed(AnonymousPayment.objects.filter(line__in=lines), "line", "charged"),
    )


def expenditure_of(lines: Collection[int], periods: Sequence[Period]) -> list[Expenditure]:
    """What was paid in each period; payments of erased cases are not in it."""
    paid = _paid_by_day(list(lines))
    return [
        Expenditure(sum((amount for day, amount in paid.items() if day in each), Decimal(0)))
        for each in periods
    ]


def grants_on(fund: str) -> models.QuerySet:
    """The grants on a line of the fund with this ref: asked for, approved, paid or partly paid."""
    gone = models.Q(state=AssistanceGrant.State.REFUSED) | models.Q(
        state=AssistanceGrant.State.WITHDRAWN, paid=0
    )
    return AssistanceGrant.objects.filter(line__fund__ref=fund).exclude(gone)


@aggregate_query("a sum must be right also where some of its cases are closed to the reader")
def _paid_by_day(lines: list[int]) -> dict[date, Decimal]:
    return _summed(Payment.objects.live().filter(grant__line__in=lines), "on", "charged")


def _summed(rows: models.QuerySet, by: str, what: str) -> dict[Any, Decimal]:
    return dict(rows.order_by().values_list(by).annotate(sum=models.Sum(what)))
