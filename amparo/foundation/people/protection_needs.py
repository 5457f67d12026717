"""What about a person waits for somebody to protect them, whichever app knows of it."""

from typing import TYPE_CHECKING

from .extension_points import ProtectionNeed, protection_need_lookups

if TYPE_CHECKING:
    from .models import Person


def protection_needs(person: "Person") -> list[ProtectionNeed]:
    """Returns what must be answered before anything of this person is erased."""
    return [need for lookup in protection_need_lookups for need in lookup(person)]


def is_lone_minor(person: "Person") -> bool:
    """Returns whether they are known as a minor without parent or legal guardian now."""
    return any(need.is_lone_minor for need in protection_needs(person))
