"""Requests of relatives, those who are looked for, what was found, and coming together again."""

from .actions import TracingAction
from .consents import TracingConsent
from .endings import TracingClosed, TracingReopened
from .matches import Match, MatchSetAside
from .requests import TracingRequest
from .reunifications import AfterReunion, Reunification, ReunificationCalledOff, Reunited
from .sought import Sought
from .tellings import RelativeTold
from .verifications import Verification

__all__ = [
    "AfterReunion",
    "Match",
    "MatchSetAside",
    "RelativeTold",
    "Reunification",
    "ReunificationCalledOff",
    "Reunited",
    "Sought",
    "TracingAction",
    "TracingClosed",
    "TracingConsent",
    "TracingReopened",
    "TracingRequest",
    "Verification",
]
