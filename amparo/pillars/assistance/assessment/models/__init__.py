"""Records of assessment."""

from .protection_flags import FlagAnswer, ProtectionFlag
from .unmet_needs import Finding, UnmetNeed, UnmetNeedReason

__all__ = ["Finding", "FlagAnswer", "ProtectionFlag", "UnmetNeed", "UnmetNeedReason"]
