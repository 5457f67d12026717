"""Scores as they are kept and as they are shown: four places, and a share of a hundred.

Pure Python.
"""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

_PLACES = Decimal("0.0001")


def round_score(value: Fraction | None) -> Decimal | None:
    if value is None:
        return None
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(_PLACES, rounding=ROUND_HALF_EVEN)


def share(value: Decimal) -> int:
    """How full a bar is."""
    return int((value * 100).to_integral_value())
