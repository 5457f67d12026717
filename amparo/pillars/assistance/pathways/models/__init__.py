"""Gates, what was decided at each, and what two people took upon themselves."""

from .gates import Gate, GateDecision
from .overrides import GateOverride

__all__ = ["Gate", "GateDecision", "GateOverride"]
