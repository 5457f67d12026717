"""Links between records, and the patterns on which they rest."""

from .links import Link
from .patterns import Pattern, PatternFigure

__all__ = ["Link", "Pattern", "PatternFigure"]
