"""What a payment takes of a budget line. Pure Python, in the currency of the fund.

An approval commits its worth at the rate of its day. What the bank took more or less shows when
the fund is reconciled, and is explained there.
"""

from decimal import Decimal

from amparo.foundation.funding.exchange import cents

NOTHING = Decimal(0)


def share(bound: Decimal, amount: Decimal, paid: Decimal) -> Decimal:
    """What of the bound money is used up once so much was paid: at the end all of it."""
    return bound if paid == amount else min(bound, cents(bound * paid / amount))


def budget_charge(bound: Decimal, amount: Decimal, paid: Decimal, charged: Decimal) -> Decimal:
    """What the next payment takes of the line, so that all of them together never take more."""
    return max(share(bound, amount, paid) - charged, NOTHING)
