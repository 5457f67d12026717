"""Sums of money: each currency by itself, for nothing is exchanged by guess."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal


def totals_by_currency(amounts: Iterable[tuple[Decimal | None, str]]) -> list[tuple[Decimal, str]]:
    """What it comes to in each currency, by the name of the currency."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for amount, currency in amounts:
        if amount is not None:
            found[currency] += amount
    return [(found[currency], currency) for currency in sorted(found)]
