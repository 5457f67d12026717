"""Data subject requests, retention, deletion and letters about access."""

from .bulk_deletions import BulkDeletion, BulkDeletionKind
from .requests import Parcel, RightsRequest, Withheld
from .retention import Deletion, LegalHold

__all__ = [
    "BulkDeletion",
    "BulkDeletionKind",
    "Deletion",
    "LegalHold",
    "Parcel",
    "RightsRequest",
    "Withheld",
]
