"""Records of assessment."""

from .protection_flags import FlagAnswer, ProtectionFlag

__all__ = ["FlagAnswer", "ProtectionFlag"]
