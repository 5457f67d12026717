"""What of a budget line is free. Pure Python, in the currency of the fund.

What is committed is worth what it was on the day of its approval, and that stays: a rate that
moves afterwards never makes a line overdrawn.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Spending:
    """What was committed of a budget line, and how much of that was paid."""

    committed: Decimal = NOTHING  # approved, and neither refused nor given back
    paid: Decimal = NOTHING

    def __add__(self, other: "Spending") -> "Spending":
        return Spending(self.committed + other.committed, self.paid + other.paid)


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included."""

    since: date
    until: date

    def __contains__(self, day: date) -> bool:
        return self.since <= day <= self.until


@dataclass(frozen=True)
class Expenditure:
    """What was spent of a budget line in a time; `unvalued` records are of unknown worth."""

    amount: Decimal = NOTHING
    unvalued: int = 0

    def __add__(self, other: "Expenditure") -> "Expenditure":
        return Expenditure(self.amount + other.amount, self.unvalued + other.unvalued)


@dataclass(frozen=True)
class Standing:
    """How a budget line, or a whole fund, stands."""

    amount: Decimal
    committed: Decimal = NOTHING
    paid: Decimal = NOTHING

    @property
    def free(self) -> Decimal:
        return self.amount - self.committed

    @property
    def outstanding(self) -> Decimal:
        """Committed and not paid yet."""
        return self.committed - self.paid

    def __add__(self, other: "Standing") -> "Standing":
        return Standing(
            self.amount + other.amount, self.committed + other.committed, self.paid + other.paid
        )


def is_free(standing: Standing, wanted: Decimal) -> bool:
    return wanted <= standing.free
