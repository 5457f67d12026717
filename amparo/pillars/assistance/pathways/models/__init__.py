"""Checks, what was decided at each, and what two people took upon themselves."""

from .checks import Check, CheckResult
from .overrides import CheckOverride

__all__ = ["Check", "CheckOverride", "CheckResult"]
