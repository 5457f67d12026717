"""Complaints, what happens with them, and what we changed because of them."""

from .complaints import Complaint, ComplaintSettings
from .records import (
    ActionKind,
    ComplaintAccessGrant,
    ComplaintAction,
    ComplaintRecord,
    ComplaintSubject,
    InvestigationNote,
    ResponseDelivery,
)
from .you_said_we_did import YouSaidWeDid

__all__ = [
    "ActionKind",
    "Complaint",
    "ComplaintAccessGrant",
    "ComplaintAction",
    "ComplaintRecord",
    "ComplaintSettings",
    "ComplaintSubject",
    "InvestigationNote",
    "ResponseDelivery",
    "YouSaidWeDid",
]
