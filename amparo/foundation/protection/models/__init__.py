"""What was seen, what happened, what was decided about it, and the words it is told in."""

from .assessments import RiskAssessment, RiskReview
from .incidents import Finding, Incident, IncidentRight, Victim
from .observations import Ending, Observation

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
