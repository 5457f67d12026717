"""Two people changed the same record, one of them without a network: what of it goes together.

A change says, field by field, from which value it started. Where the record still holds that
value the new one is taken; where it holds the new one already there is nothing to do; where it
holds a third, a person chooses. So no history is needed, and nobody's change is lost unseen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Change:
    """From what to what, as the telephone saw it."""

    was: Any
    now: Any


@dataclass
class Merged:
    """What may be taken at once, and what waits for a person."""

    taken: dict[str, Any] = field(default_factory=dict)
    disputed: list[str] = field(default_factory=list)


def merge(changes: Mapping[str, Change], current: Mapping[str, Any]) -> Merged:
    """Each field for itself: other people's changes to other fields stand in nobody's way."""
    merged = Merged()
    for name, change in changes.items():
        if is_same(change.now, change.was) or is_same(change.now, current[name]):
            continue
        if is_same(change.was, current[name]):
            merged.taken[name] = change.now
        else:
            merged.disputed.append(name)
    return merged


def is_same(one: Any, other: Any) -> bool:
    """Nothing said is nothing said, whether it is an empty text, an empty list or none."""
    return (None if one in ("", [], ()) else one) == (None if other in ("", [], ()) else other)
