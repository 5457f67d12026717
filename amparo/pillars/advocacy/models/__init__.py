"""Complaints, what happens with them, and what we changed because of them."""

from .complaints import Complaint
from .records import (
    ActionKind,
    ComplaintAction,
    ComplaintReach,
    LookedInto,
    NamedIn,
    Step,
    Told,
)
from .rules import ComplaintRules
from .you_said import YouSaid

__all__ = [
    "ActionKind",
    "Complaint",
    "ComplaintAction",
    "ComplaintReach",
    "ComplaintRules",
    "LookedInto",
    "NamedIn",
    "Step",
    "Told",
    "YouSaid",
]
