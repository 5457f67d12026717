"""Records of evidence: indicators, computations, stored figures, monthly reports."""

from .computations import Computation, FactPart, StoredFigures
from .indicators import Indicator, IndicatorVersion
from .reports import FrozenErasure, FrozenFigures, FrozenSet, MonthlyReport, Restatement

__all__ = [
    "Computation", "FactPart", "FrozenErasure", "FrozenFigures", "FrozenSet", "Indicator",
    "IndicatorVersion", "MonthlyReport", "Restatement", "StoredFigures",
]  # fmt: skip
