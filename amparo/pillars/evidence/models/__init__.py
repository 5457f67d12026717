"""Records of evidence: indicators, figures, monthly reports, results and targets."""

from .computations import Computation, FactPart, StoredFigures
from .cross_tables import CrossTable
from .data_calls import (
    DataCall,
    DataCallDelivery,
    DataCallOffice,
    DataCallRemark,
    DataCallReminder,
)
from .dhis2 import DHIS2DataElement, DHIS2OrgUnit
from .donors import DonorAgreement, DonorSheet
from .indicators import Indicator, IndicatorVersion
from .legacy import LegacyTotal
from .publications import Publication
from .releases import Release, ReleasedTable
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
    "Computation",
    "CrossTable",
    "DHIS2DataElement",
    "DHIS2OrgUnit",
    "DataCall",
    "DataCallDelivery",
    "DataCallOffice",
    "DataCallRemark",
    "DataCallReminder",
    "DonorAgreement",
    "DonorSheet",
    "FactPart",
    "FrozenErasure",
    "FrozenFigures",
    "FrozenSet",
    "FundSpending",
    "Indicator",
    "IndicatorVersion",
    "LegacyTotal",
    "MonthlyReport",
    "ProjectResult",
    "Publication",
    "Release",
    "ReleasedTable",
    "ReportRelease",
    "Restatement",
    "ResultIndicator",
    "StoredFigures",
    "Target",
    "TargetFigure",
]
