"""Records of evidence: indicators and their versions, computations, stored figures."""

from .computations import Computation, FactPart, StoredFigures
from .indicators import Indicator, IndicatorVersion

__all__ = ["Computation", "FactPart", "Indicator", "IndicatorVersion", "StoredFigures"]
