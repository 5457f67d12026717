"""Commitments that anybody may read: those that were published, nothing else of them.

Who recorded or reported them is never among it. What an institution reported stands beside what
somebody else reviewed.
"""

from uuid import UUID

from django.db.models import QuerySet

from .commitment_parts import with_parts
from .models import Commitment


def public_commitments() -> QuerySet[Commitment]:
    """Returns published ones, the latest first."""
    return Commitment.objects.filter(is_public=True).select_related("document", "office")


def public_commitment(ref: UUID) -> Commitment | None:
    """Returns one with its authors, bearers, positions, reports and reviews; None where it is not
    public.
    """
    return with_parts(public_commitments().prefetch_related("texts")).filter(ref=ref).first()
