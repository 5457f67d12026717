"""What services took of the budget lines that they are charged to, and whom they assisted.

A service is worth to the fund what it was at the rate of the day on which it was given, or the
last before. Where no rate is known it is in no sum, and is counted as one of unknown value.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.funding.budget import Expenditure, Spending
from amparo.foundation.funding.models import BudgetLine
from amparo.foundation.funding.models.exchange_rates import all_rates
from amparo.foundation.people.models import Merge

from .models import Case, GivenAndErased, ServiceGiven, ServiceRecipient
from .stages import rounded

MOST_TYPES = 40

# The line, the day, the currency, their sum; how many have a value, and how many have none.
type Row = tuple[int, date, str, Decimal | None, int, int]


def spending_of(lines: Collection[int]) -> dict[int, Spending]:
    """By the key of the line. What was given is committed and paid at once; services of erased
    cases are among them.
    """
    rows = _given(list(lines), Q()) + _erased(list(lines))
    return {line: Spending(each.amount, each.amount) for line, each in _summed(rows).items()}


def expenditure_of(lines: Collection[int], since: date, until: date) -> dict[int, Expenditure]:
    """By the key of the line, of services given between two days; erased cases are not in it."""
    return _summed(_given(list(lines), Q(given_on__gte=since, given_on__lte=until)))


@aggregate_query("a count must be right also where some of its cases are closed to the reader")
def persons_assisted(lines: Collection[int], since: date, until: date) -> tuple[int, ...]:
    """The keys of those for whom services were, once each; of joined files that of the kept."""
    given = ServiceRecipient.objects.filter(
        service__budget_line__in=list(lines), service__voided_at=None,
        service__given_on__gte=since, service__given_on__lte=until,
    )  # fmt: skip
    persons = set(given.order_by().values_list("person", flat=True).distinct())
    joined = dict(Merge.objects.in_force().values_list("duplicate", "kept")) if persons else {}
    return tuple({_kept(person, joined) for person in persons})


def _kept(person: int, joined: dict[int, int]) -> int:
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


def services_by_type(lines: Collection[int]) -> list[ServicesOfType]:
    """The services charged to budget lines, the most frequent first; none of restricted cases."""
    return [
        ServicesOfType(code, rounded(services), rounded(persons))
        for code, services, persons in _by_type(list(lines))
    ]


@aggregate_query("counts by type, rounded; restricted cases are left out")
def _by_type(lines: list[int]) -> tuple[tuple[str, int, int], ...]:
    found = ServiceGiven.objects.filter(
        budget_line__in=lines, voided_at=None,
        case__confidentiality=Case.Confidentiality.ORDINARY,
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
def _given(lines: list[int], when: Q) -> tuple[Row, ...]:
    found = ServiceGiven.objects.filter(when, budget_line__in=lines, voided_at=None)
    by_day = found.order_by().values_list("budget_line", "given_on", "currency")
    counted = by_day.annotate(
        sum=Sum("value"), valued=Count("value"), unvalued=Count("pk", filter=Q(value=None))
    )
    return tuple(counted)


@aggregate_query("a sum must be right also where some of its cases are closed to the reader")
def _erased(lines: list[int]) -> tuple[Row, ...]:
    by_day = GivenAndErased.objects.filter(line__in=lines).order_by()
    summed = by_day.values_list("line", "on", "currency").annotate(sum=Sum("value"))
    return tuple((*row, 1, 0) for row in summed)


def _summed(rows: tuple[Row, ...]) -> dict[int, Expenditure]:
    """By line, in the currency of its fund."""
    lines = {row[0] for row in rows}
    into = dict(BudgetLine.objects.filter(pk__in=lines).values_list("pk", "fund__currency"))
    rates = all_rates() if any(row[2] != into[row[0]] for row in rows) else None
    found: dict[int, Expenditure] = defaultdict(Expenditure)
    for line, day, currency, value, valued, unvalued in rows:
        worth = value
        if rates and value is not None:
            known = rates.worth(value, currency, into[line], day)
            worth = known.amount if known else None
        lacking = unvalued + (valued if worth is None else 0)
        found[line] += Expenditure(worth or Decimal(0), lacking)
    return dict(found)
