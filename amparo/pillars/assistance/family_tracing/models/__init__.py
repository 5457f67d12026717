"""Requests of relatives, those who are looked for, what was found, and coming together again."""

from .actions import TracingAction
from .consents import TracingConsent
from .matches import TracingMatch
from .notifications import InquirerNotification
from .outcomes import TracingClosure
from .requests import TracingRequest
from .reunifications import Reunification, ReunificationFollowUp, ReunificationHandover
from .sought_persons import SoughtPerson
from .verifications import MatchVerification

__all__ = [
    "InquirerNotification",
    "MatchVerification",
    "Reunification",
    "ReunificationFollowUp",
    "ReunificationHandover",
    "SoughtPerson",
    "TracingAction",
    "TracingClosure",
    "TracingConsent",
    "TracingMatch",
    "TracingRequest",
]
