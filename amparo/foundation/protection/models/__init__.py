"""Models of protection: observations, incidents, risk assessments, capacity of duty bearers."""

from .capacity_assessments import CapacityAssessment
from .incidents import Incident, IncidentFinding, IncidentRight, Victim
from .observations import Observation, ObservationEnd
from .risk_assessments import RiskAssessment, RiskReview

__all__ = [
    "CapacityAssessment",
    "Incident",
    "IncidentFinding",
    "IncidentRight",
    "Observation",
    "ObservationEnd",
    "RiskAssessment",
    "RiskReview",
    "Victim",
]
