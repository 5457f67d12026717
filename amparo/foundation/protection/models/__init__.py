"""Models of protection: observations, incidents, risk assessments."""

from .incidents import Finding, Incident, IncidentRight, Victim
from .observations import Ending, Observation
from .risk_assessments import RiskAssessment, RiskReview

__all__ = [
    "Ending",
    "Finding",
    "Incident",
    "IncidentRight",
    "Observation",
    "RiskAssessment",
    "RiskReview",
    "Victim",
]
