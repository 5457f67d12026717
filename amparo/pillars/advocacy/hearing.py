"""What is heard from below: somebody came, went, or was given leave; and what follows."""

from amparo.foundation.core.extension_points import access_changed
from amparo.foundation.core.models import Office

from .reaching import hand_out_all


def listen() -> None:
    access_changed.connect(hand_out_anew, dispatch_uid="advocacy.standing")


def hand_out_anew(sender, *, offices: list[Office], **_kwargs) -> None:
    """Who works where decides who receives a complaint: in the same deed, not some time later."""
    for organization in {office.organization_id for office in offices}:
        hand_out_all(organization)
