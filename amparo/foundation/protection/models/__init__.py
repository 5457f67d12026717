"""What was seen, what happened, what was decided about it, and the words it is told in."""

from .assessments import RiskAssessment, RiskReview
from .codes import Code, Edition
from .incidents import Finding, Incident, IncidentRight, Victim
from .observations import Ending, Observation

__all__ = [
    "Code",
    "Edition",
    "Ending",
    "Finding",
    "Incident",
    "IncidentRight",
    "Observation",
    "RiskAssessment",
    "RiskReview",
    "Victim",
]
