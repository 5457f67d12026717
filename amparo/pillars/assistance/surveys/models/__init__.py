"""Surveys and their versions, rounds and scores, what is due, and what is to be asked about."""

from .drafts import RoundDraft
from .dues import DueLetGo, RoundDue
from .instruments import Instrument, InstrumentVersion, OfficialMark
from .prompts import PromptAnswer, ReferralPrompt
from .rounds import DimensionScore, Round

__all__ = [
    "DimensionScore",
    "DueLetGo",
    "Instrument",
    "InstrumentVersion",
    "OfficialMark",
    "PromptAnswer",
    "ReferralPrompt",
    "Round",
    "RoundDraft",
    "RoundDue",
]
