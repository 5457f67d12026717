"""Requests for help from the public pages."""

from .reception import Reception
from .records import HelpConsent, HelpMessage, HelpStep
from .requests import HelpRequest

__all__ = [
    "HelpConsent",
    "HelpMessage",
    "HelpRequest",
    "HelpStep",
    "Reception",
]
