"""A first glance: which of many are worth comparing reason by reason, for a twentieth of the work.

It only looks for what is the same. Whoever is alike in nothing but sound was found by something
else that is the same: the day of birth, a number, another part of the name.
"""

from collections.abc import Callable

from .scales import Rarity
from .traits import Traits


def glance(asked: Traits, rarity: Rarity) -> Callable[[Traits], float]:
    """How much seems to speak for somebody, in bits, at a first glance."""
    worth = {part.bone: rarity.of(part.bone) for way in asked.ways for part in way}
    numbers, born = {*asked.papers, *asked.lines}, _birth(asked)

    def at(borne: Traits) -> float:
        bones = {part.bone for way in borne.ways for part in way}
        bits = sum(worth[bone] for bone in bones & worth.keys())
        if numbers:
            bits += 12.0 * len(numbers.intersection(borne.papers + borne.lines))
        return bits + _closeness(born, _birth(borne))

    return at


def _birth(traits: Traits) -> tuple[int, int, int]:
    return traits.birth_year, traits.birth_month, traits.birth_day


def _closeness(born: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    if not (born[0] and other[0]):
        return 0.0
    if born == other:
        return 10.0 if born[1] else 4.0
    return max(-6.0, 3.0 - abs(born[0] - other[0]))
