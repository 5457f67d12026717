"""A first glance: which of many are worth comparing reason by reason, for a twentieth of the work.

It looks for what is the same, and for names of which most is heard in another.
"""

from collections.abc import Callable, Mapping
from typing import Any

from rapidfuzz.distance import OSA

from .scales import Rarity
from .traits import Traits


def glance(asked: Traits, rarity: Rarity) -> Callable[[Mapping[str, Any]], float]:
    """How much seems to speak for somebody, in bits, at a first glance.

    At what is kept of them (`Traits.as_json`), as it is: most are not looked at any further.
    """
    worth = {part.bone: rarity.of(part.bone) for way in asked.ways for part in way}
    numbers = {*asked.papers, *asked.lines}
    born = asked.birth_year, asked.birth_month, asked.birth_day

    def at(kept: Mapping[str, Any]) -> float:
        told = kept.get
        bones = {bone for way in told("ways", ()) for _word, bone in way}
        bits = sum(
            weight if bone in bones else weight * _nearness(bone, bones)
            for bone, weight in worth.items()
        )
        if numbers:
            bits += 12.0 * len(numbers.intersection((*told("papers", ()), *told("lines", ()))))
        birth = told("birth_year", 0), told("birth_month", 0), told("birth_day", 0)
        return bits + _closeness(born, birth)

    return at


def _nearness(bone: str, bones: set[str]) -> float:
    """How far a part is heard in another: half of its worth at the most."""
    heard = max((OSA.normalized_similarity(bone, other) for other in bones), default=0.0)
    return heard - 0.5 if heard > 0.5 else 0.0


def _closeness(born: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    if not (born[0] and other[0]):
        return 0.0
    if born == other:
        return 10.0 if born[1] else 4.0
    near = max(-6.0, 3.0 - abs(born[0] - other[0]))
    # The same day in another year, or another day of the same month: one of them is a slip.
    if born[1] and born[1:] == other[1:] != (1, 1):
        return max(near, 6.0 if near > 0 else 3.0)
    return near + 3.0 if born[1] and born[:2] == other[:2] else near
