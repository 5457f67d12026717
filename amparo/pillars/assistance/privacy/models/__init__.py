"""Data subject requests, retention, deletion and letters about access."""

from .bulk_deletions import BulkDeletion, BulkDeletionKind
from .requests import DataExport, RightsRequest, Withheld
from .retention import Deletion, LegalHold

__all__ = [
    "BulkDeletion",
    "BulkDeletionKind",
    "DataExport",
    "Deletion",
    "LegalHold",
    "RightsRequest",
    "Withheld",
]
