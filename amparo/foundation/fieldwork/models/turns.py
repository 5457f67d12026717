"""Entries have their turn once what they come after is done."""

from uuid import UUID

from .sent import SETTLED, Sent


def go_on_after(key: UUID) -> None:
    """Whatever waited for this entry, and for those that waited for it, has its turn."""
    settled = [key]
    while settled:
        for each in Sent.objects.held_for(settled.pop()).select_related("by"):
            each.release()
            if each.state in SETTLED:
                settled.append(each.key)
