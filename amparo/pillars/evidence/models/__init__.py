"""Records of evidence: indicators, computations, figures, monthly reports, results and targets."""

from .computations import Computation, FactPart, StoredFigures
from .indicators import Indicator, IndicatorVersion
from .legacy import LegacyTotal
from .publications import Publication
from .releases import Release, ReleasedTable
from .reports import FrozenErasure, FrozenFigures, FrozenSet, MonthlyReport, Restatement
from .results import FundSpending, ProjectResult, ResultIndicator, Target, TargetFigure

__all__ = [
    "Computation", "FactPart", "FrozenErasure", "FrozenFigures", "FrozenSet", "FundSpending",
    "Indicator", "IndicatorVersion", "LegacyTotal", "MonthlyReport", "ProjectResult",
    "Publication", "Release", "ReleasedTable", "Restatement", "ResultIndicator",
    "StoredFigures", "Target", "TargetFigure",
]  # fmt: skip
