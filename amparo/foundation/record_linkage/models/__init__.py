"""The records of this app."""

from .agreements import LinkageAgreement, LinkageApproval, LinkageEnd
from .runs import LinkageMatch, LinkageRun, LinkageStep

__all__ = [
    "LinkageAgreement",
    "LinkageApproval",
    "LinkageEnd",
    "LinkageMatch",
    "LinkageRun",
    "LinkageStep",
]
