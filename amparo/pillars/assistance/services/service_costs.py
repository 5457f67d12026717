"""What services took of the budget lines that they are charged to, and whom they assisted.

A service is worth to the fund what it was at the rate of the day on which it was given, or the
last before. Where no rate is known it is in no sum, and is counted as one of unknown value.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case as When_
from django.db.models import Count, DateField, F, Max, Q, QuerySet, Sum, Value, When

from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.funding.budget import Expenditure, Period, Spending
from amparo.foundation.funding.models import Fund, Project
from amparo.foundation.funding.models.exchange_rates import all_rates
from amparo.foundation.people.models import Merge
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.rounded_counts import round_small_counts

from .models import AnonymousService, ServiceProvided, ServiceRecipient

MOST_TYPES = 40

# The line, the currency of its fund, the day, the currency, their sum; how many have a value,
# and how many have none.
type Row = tuple[int, str, date, str, Decimal | None, int, int]


def spending_of(lines: Collection[int]) -> dict[int, Spending]:
    """By the key of the line. What was given is committed and paid at once; services of erased
    cases are among them.
    """
    spent: dict[int, Decimal] = defaultdict(Decimal)
    for line, _day, each in _in_the_money_of_funds(_given_and_erased(list(lines))):
        spent[line] += each.amount
    return {line: Spending(amount, amount) for line, amount in spent.items()}


def expenditure_of(lines: Collection[int], periods: Sequence[Period]) -> list[Expenditure]:
    """What was given in each period; services of erased cases are not in it."""
    given = _in_the_money_of_funds(_given(list(lines), _days_of(periods)))
    return [
        sum((each for _line, day, each in given if day in period), Expenditure())
        for period in periods
    ]


def persons_assisted(lines: Collection[int], periods: Sequence[Period]) -> list[set[int]]:
    """Who was assisted in each period, by key, each once; of joined files that of the kept."""
    rows = _assisted(list(lines), tuple(periods)) if periods else ()
    joined = merged_records() if rows else {}
    return [
        {kept_of(person, joined) for person, *is_in in rows if is_in[at]}
        for at in range(len(periods))
    ]


def _days_of(periods: Sequence[Period]) -> tuple[date, date]:
    """The first and the last day of all periods together."""
    return (
        min((each.since for each in periods), default=date.max),
        max((each.until for each in periods), default=date.min),
    )


@aggregate_query("a count must be right also where some of its cases are closed to the reader")
def _assisted(lines: list[int], periods: tuple[Period, ...]) -> tuple[tuple[int, ...], ...]:
    """Each person once, with 1 for each period in which they were assisted, else 0."""
    given = ServiceRecipient.objects.filter(
        service__budget_line__in=lines, service__voided_at=None,
        service__given_on__range=_days_of(periods),
    ).order_by()  # fmt: skip
    marks = {
        f"in_{at}": Max(
            When_(When(service__given_on__range=(period.since, period.until), then=1), default=0)
        )
        for at, period in enumerate(periods)
    }
    return tuple(given.values_list("person").annotate(**marks))


@aggregate_query("joined files count as one person")
def merged_records() -> dict[int, int]:
    return dict(Merge.objects.in_force().values_list("duplicate", "kept"))


def kept_of(person: int, joined: dict[int, int]) -> int:
    """The record that stands for the person at the end of all merges."""
    seen = {person}
    while (kept := joined.get(person)) and kept not in seen:
        seen.add(person := kept)
    return person


@dataclass(frozen=True)
class ServicesOfType:
    """How many services of a type, for how many persons: down to five, -1 where fewer."""

    service_type: str
    services: int
    persons: int


def services_by_type(**charged_to: Fund | Project) -> list[ServicesOfType]:
    """The services charged to the `fund` or the `fund__project` of a budget line, the most
    frequent first; none of restricted cases.
    """
    lines = {f"budget_line__{name}": record for name, record in charged_to.items()}
    return [
        ServicesOfType(code, round_small_counts(services), round_small_counts(persons))
        for code, services, persons in _by_type(lines)
    ]


@aggregate_query("counts by type, rounded; restricted cases are left out")
def _by_type(lines: Mapping[str, Fund | Project]) -> tuple[tuple[str, int, int], ...]:
    found = ServiceProvided.objects.filter(
        **lines, voided_at=None, case__confidentiality=Case.Confidentiality.ORDINARY
    )  # fmt: skip
    counted = (
        found.order_by()
        .values_list("service_type")
        .annotate(
            services=Count("pk", distinct=True), persons=Count("recipients__person", distinct=True)
        )
    )
    return tuple(counted.order_by("-services", "service_type")[:MOST_TYPES])


@aggregate_query("a sum must be right also where some of its cases are closed to the reader")
def _given(lines: list[int], days: tuple[date, date]) -> tuple[Row, ...]:
    given = ServiceProvided.objects.filter(
        budget_line__in=lines, voided_at=None, given_on__range=days
    )
    return tuple(_grouped(given, "budget_line", F("given_on")))


@aggregate_query("a sum must be right also where some of its cases are closed to the reader")
def _given_and_erased(lines: list[int]) -> tuple[Row, ...]:
    """Without the day where it makes no difference: in the currency of the fund."""
    given = ServiceProvided.objects.filter(budget_line__in=lines, voided_at=None)
    erased = AnonymousService.objects.filter(line__in=lines)
    rows = _grouped(given, "budget_line", _day_of_rate("budget_line", "given_on"))
    figures = _grouped(erased, "line", _day_of_rate("line", "on"))
    return tuple(rows.union(figures, all=True).order_by())


def _day_of_rate(line: str, day: str) -> When_:
    in_its_currency = When(currency=F(f"{line}__fund__currency"), then=Value(None))
    return When_(in_its_currency, default=F(day), output_field=DateField())


def _grouped(found: QuerySet, line: str, day: Any) -> QuerySet:
    by_day = found.order_by().annotate(day_of_rate=day)
    rows = by_day.values_list(line, f"{line}__fund__currency", "day_of_rate", "currency")
    return rows.annotate(
        sum=Sum("value"), valued=Count("value"), unvalued=Count("pk", filter=Q(value=None))
    )


def _in_the_money_of_funds(rows: tuple[Row, ...]) -> list[tuple[int, date, Expenditure]]:
    """By line and day, at the rate of that day; what has no known worth is counted as such."""
    is_foreign = any(into != currency for _line, into, _day, currency, *_sums in rows)
    rates = all_rates() if is_foreign else None
    found = []
    for line, into, day, currency, value, valued, unvalued in rows:
        worth = value
        if rates and value is not None:
            known = rates.worth(value, currency, into, day)
            worth = known.amount if known else None
        lacking = unvalued + (valued if worth is None else 0)
        found.append((line, day, Expenditure(worth or Decimal(0), lacking)))
    return found
