"""Surveys and their versions, rounds and scores, what is due, and what is to be asked about."""

from .drafts import RoundDraft
from .dues import RoundDue
from .instruments import Instrument, InstrumentVersion
from .prompts import ReferralPrompt
from .rounds import DimensionScore, Round

__all__ = [
    "DimensionScore",
    "Instrument",
    "InstrumentVersion",
    "ReferralPrompt",
    "Round",
    "RoundDraft",
    "RoundDue",
]
