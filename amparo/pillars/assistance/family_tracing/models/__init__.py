"""Requests of relatives, those who are looked for, what was found, and coming together again."""

from .actions import TracingAction
from .consents import TracingConsent
from .matches import Match
from .notifications import InquirerNotification
from .outcomes import TracingClosed
from .requests import TracingRequest
from .reunifications import AfterReunion, Reunification, Reunited
from .sought_persons import Sought
from .verifications import Verification

__all__ = [
    "AfterReunion",
    "InquirerNotification",
    "Match",
    "Reunification",
    "Reunited",
    "Sought",
    "TracingAction",
    "TracingClosed",
    "TracingConsent",
    "TracingRequest",
    "Verification",
]
