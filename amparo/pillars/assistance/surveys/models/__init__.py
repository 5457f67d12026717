"""Surveys and their versions, rounds and scores, what is due, and what is to be asked about."""

from .drafts import SurveyResponseDraft
from .dues import ScheduledSurvey
from .instruments import Instrument, InstrumentVersion
from .prompts import ReferralSuggestion
from .rounds import DimensionScore, SurveyResponse

__all__ = [
    "DimensionScore",
    "Instrument",
    "InstrumentVersion",
    "ReferralSuggestion",
    "ScheduledSurvey",
    "SurveyResponse",
    "SurveyResponseDraft",
]
