"""What apps of casework add to deletion: records of a kind that are deleted together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amparo.foundation.core.registry import Registry

if TYPE_CHECKING:
    from .models.bulk_deletions import BulkDeletionKind

bulk_deletion_kinds: Registry[str, BulkDeletionKind] = Registry(
    "bulk_deletion_kinds",
    "Records that two people delete together once their time is over, by their audit name.",
    register_in="privacy.py",
    takes="BulkDeletionKind",
)
