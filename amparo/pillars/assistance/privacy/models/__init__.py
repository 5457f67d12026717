"""Data subject requests, retention, deletion and letters about access."""

from .bulk_deletions import BulkDeletion, BulkDeletionKind
from .requests import DataExport, DataSubjectRequest, WithheldRecord
from .retention import DeletionRequest, LegalHold

__all__ = [
    "BulkDeletion",
    "BulkDeletionKind",
    "DataExport",
    "DataSubjectRequest",
    "DeletionRequest",
    "LegalHold",
    "WithheldRecord",
]
