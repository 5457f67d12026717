"""Records of rumours."""

from .answers import RumourAnswer
from .checks import RumourAssessment, RumourCheck, RumourHarm, RumourSource
from .rumours import Rumour, RumourState
from .sightings import RecruitmentAdvert, RumourFile, Sighting

__all__ = [
    "RecruitmentAdvert",
    "Rumour",
    "RumourAnswer",
    "RumourAssessment",
    "RumourCheck",
    "RumourFile",
    "RumourHarm",
    "RumourSource",
    "RumourState",
    "Sighting",
]
