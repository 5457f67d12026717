"""Requests of relatives, those who are looked for, what was found, and coming together again."""

from .actions import TracingAction
from .consents import TracingConsent
from .endings import TracingClosed
from .matches import Match
from .requests import TracingRequest
from .reunifications import AfterReunion, Reunification, Reunited
from .sought import Sought
from .tellings import RelativeTold
from .verifications import Verification

__all__ = [
    "AfterReunion",
    "Match",
    "RelativeTold",
    "Reunification",
    "Reunited",
    "Sought",
    "TracingAction",
    "TracingClosed",
    "TracingConsent",
    "TracingRequest",
    "Verification",
]
