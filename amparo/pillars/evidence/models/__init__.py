"""Records of evidence: indicators, figures, monthly reports, results and targets."""

from .computations import Computation, FactPart, StoredFigures
from .dhis2 import DHIS2DataElement, DHIS2OrgUnit
from .indicators import Indicator, IndicatorVersion
from .reports import (
    FrozenErasure,
    FrozenFigures,
    FrozenSet,
    MonthlyReport,
    ReportRelease,
    Restatement,
)
from .results import FundSpending, ProjectResult, ResultIndicator, Target, TargetFigure

__all__ = [
    "Computation", "DHIS2DataElement", "DHIS2OrgUnit", "FactPart", "FrozenErasure",
    "FrozenFigures", "FrozenSet", "FundSpending", "Indicator", "IndicatorVersion",
    "MonthlyReport", "ProjectResult", "ReportRelease", "Restatement", "ResultIndicator",
    "StoredFigures", "Target", "TargetFigure",
]  # fmt: skip
