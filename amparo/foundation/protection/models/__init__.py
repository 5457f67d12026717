"""Models of protection: observations, incidents, risk assessments."""

from .incidents import Incident, IncidentFinding, IncidentRight, Victim
from .observations import Observation, ObservationEnd
from .risk_assessments import RiskAssessment, RiskReview

__all__ = [
    "Incident",
    "IncidentFinding",
    "IncidentRight",
    "Observation",
    "ObservationEnd",
    "RiskAssessment",
    "RiskReview",
    "Victim",
]
