"""Assessments, protection flags and unmet needs."""

from .assessments import Assessment, Need
from .protection_flags import FlagAnswer, ProtectionFlag
from .unmet_needs import Finding, UnmetNeed, UnmetNeedReason

__all__ = [
    "Assessment",
    "Finding",
    "FlagAnswer",
    "Need",
    "ProtectionFlag",
    "UnmetNeed",
    "UnmetNeedReason",
]
