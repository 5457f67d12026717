"""A first glance: which of many are worth comparing reason by reason, for a twentieth of the work.

It only looks for what is the same. Whoever is alike in nothing but sound was found by something
else that is the same: the day of birth, a number, another part of the name.
"""

from collections.abc import Callable, Mapping
from typing import Any

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
        bits = sum(worth[bone] for bone in bones & worth.keys())
        if numbers:
            bits += 12.0 * len(numbers.intersection((*told("papers", ()), *told("lines", ()))))
        birth = told("birth_year", 0), told("birth_month", 0), told("birth_day", 0)
        return bits + _closeness(born, birth)

    return at


def _closeness(born: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    if not (born[0] and other[0]):
        return 0.0
    if born == other:
        return 10.0 if born[1] else 4.0
    return max(-6.0, 3.0 - abs(born[0] - other[0]))
