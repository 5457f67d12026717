"""Routes complaints again when staff or their permissions change."""

from amparo.foundation.core.extension_points import access_changed
from amparo.foundation.core.models import Office

from .access_grants import update_all_grants


def connect() -> None:
    access_changed.connect(reroute_complaints, dispatch_uid="feedback.staff_changed")


def reroute_complaints(sender, *, offices: list[Office], **_kwargs) -> None:
    """Finds anew who receives each complaint, in the same action that changed who works where."""
    for organization in {office.organization_id for office in offices}:
        update_all_grants(organization)
