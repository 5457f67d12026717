"""What of a budget line is free, and what a payment takes of it.

Pure Python, in the money of the fund. An approval binds its worth at the rate of its day, and that
stays: a rate that moves afterwards never makes a line overdrawn. What the bank took more or less
shows when the fund is reconciled, and is explained there.
"""

from dataclasses import dataclass
from decimal import Decimal

from .exchange import cents

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Standing:
    """How a budget line, or a whole fund, stands."""

    amount: Decimal
    bound: Decimal = NOTHING  # approved, and neither refused nor given back
    paid: Decimal = NOTHING

    @property
    def free(self) -> Decimal:
        return self.amount - self.bound

    @property
    def to_be_paid(self) -> Decimal:
        return self.bound - self.paid

    def __add__(self, other: "Standing") -> "Standing":
        return Standing(
            self.amount + other.amount, self.bound + other.bound, self.paid + other.paid
        )


def is_free(standing: Standing, wanted: Decimal) -> bool:
    return wanted <= standing.free


def share(bound: Decimal, amount: Decimal, paid: Decimal) -> Decimal:
    """What of the bound money is used up once so much was paid: at the end all of it."""
    return bound if paid == amount else min(bound, cents(bound * paid / amount))


def charge(bound: Decimal, amount: Decimal, paid: Decimal, charged: Decimal) -> Decimal:
    """What the next payment takes of the line, so that all of them together never take more."""
    return max(share(bound, amount, paid) - charged, NOTHING)
