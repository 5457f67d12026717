"""Requests for help from the public pages."""

from .reception import HelpRequestArea
from .records import HelpRequestConsent, HelpRequestMessage, HelpRequestStep
from .requests import HelpRequest

__all__ = [
    "HelpRequest",
    "HelpRequestArea",
    "HelpRequestConsent",
    "HelpRequestMessage",
    "HelpRequestStep",
]
