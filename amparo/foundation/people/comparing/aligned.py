"""How much two names say together: rare parts that meet weigh more than those that many bear.

In bits, as everywhere here: a part that one in a thousand bears is worth ten.
"""

from collections.abc import Mapping
from math import log2

from rapidfuzz.distance import JaroWinkler

# Below this two spellings are two names.
NEAR = 0.84
# What a part is worth of which nothing is known, and what a name that nobody meets costs.
UNKNOWN, UNMET = 9.0, 0.35


class Rarity:
    """How rare each part of a name is in this register."""

    def __init__(self, bearers: Mapping[str, int], people: int):
        self._bearers, self._people = bearers, max(people, 1)

    def bits(self, bone: str) -> float:
        bearers = self._bearers.get(bone, 0)
        return min(log2((self._people + 1) / bearers), 16.0) if bearers else UNKNOWN


def bits(left: tuple[str, ...], right: tuple[str, ...], rarity: Rarity) -> float:
    """What two names are worth as evidence: parts that meet, less those that meet nothing."""
    if not left or not right:
        return 0.0
    few, many = (left, right) if len(left) <= len(right) else (right, left)
    free, total = set(many), 0.0
    for bone in few:
        best, other = _best(bone, free)
        if best < NEAR:
            total -= UNMET * rarity.bits(bone)
            continue
        free.discard(other)
        weight = min(rarity.bits(bone), rarity.bits(other))
        total += weight if best == 1 else weight * (best - 0.6)
    return total


def _best(bone: str, free: set[str]) -> tuple[float, str]:
    if bone in free:
        return 1.0, bone
    found = ((JaroWinkler.similarity(bone, other), other) for other in sorted(free))
    return max(found, default=(0.0, ""))
