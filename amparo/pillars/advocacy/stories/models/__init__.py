"""Records of stories."""

from .consents import MediaConsent, MediaConsentItem
from .photos import PhotoCopy, PhotoText, StoryPhoto
from .recordings import StoryRecording
from .risk_checks import RiskCheck
from .stories import Story, StoryState
from .texts import StoryRemoval, StoryText
from .uses import StoryMessage, StoryUse

__all__ = [
    "MediaConsent",
    "MediaConsentItem",
    "PhotoCopy",
    "PhotoText",
    "RiskCheck",
    "Story",
    "StoryMessage",
    "StoryPhoto",
    "StoryRecording",
    "StoryRemoval",
    "StoryState",
    "StoryText",
    "StoryUse",
]
