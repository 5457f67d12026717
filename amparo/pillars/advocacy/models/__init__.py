"""Complaints, what happens with them, and what we changed because of them."""

from .complaints import Complaint
from .records import (
    Acknowledged,
    Answered,
    Closed,
    ComplaintReach,
    DeletionAsked,
    LookedInto,
    NamedIn,
    Referred,
    Reopened,
    Resorted,
    Said,
    Step,
    Told,
    Withdrawn,
)
from .rules import ComplaintRules
from .you_said import YouSaid

__all__ = [
    "Acknowledged",
    "Answered",
    "Closed",
    "Complaint",
    "ComplaintReach",
    "ComplaintRules",
    "DeletionAsked",
    "LookedInto",
    "NamedIn",
    "Referred",
    "Reopened",
    "Resorted",
    "Said",
    "Step",
    "Told",
    "Withdrawn",
    "YouSaid",
]
