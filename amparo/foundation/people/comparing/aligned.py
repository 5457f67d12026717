"""How much two names say together, part by part, as at the desk: rare parts that meet weigh more.

In bits: a part that one in a thousand bears is worth ten.
"""

from functools import lru_cache

from ..likeness import Part, Rarity
from ..likeness.names_compared import align

# Beyond this more names say nothing new, for and against.
LEAST, MOST = -10.0, 30.0
Ways = tuple[tuple[Part, ...], ...]


def bits(left: str, right: str, rarity: Rarity) -> float:
    """What the two ways of writing them that fit best are worth; nothing where one has no name."""
    found = [align(ours, theirs, rarity).bits for theirs in _ways(right) for ours in _ways(left)]
    return min(MOST, max(LEAST, max(found))) if found else 0.0


@lru_cache(maxsize=50_000)
def _ways(text: str) -> Ways:
    """As `rows.py` wrote them down; the first few say enough."""
    told = [way.split() for way in text.split("|")[:3] if way]
    return tuple(tuple(Part(*word.split(":", 1)) for word in way) for way in told)
