"""Records of campaigns."""

from .campaigns import Campaign
from .exposures import Exposure
from .placements import Placement
from .surveys import SurveyAnswer, SurveyItem, SurveyItemText, SurveyRound

__all__ = [
    "Campaign", "Exposure", "Placement", "SurveyAnswer", "SurveyItem", "SurveyItemText",
    "SurveyRound",
]  # fmt: skip
