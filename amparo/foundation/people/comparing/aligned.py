"""What the scorer of the desk says of two people: it knows nicknames, scripts, and what is rare.

Its rules weigh each part of a name by how many bear it in this register.
"""

import json
from collections.abc import Sequence
from functools import lru_cache

from ..likeness import Rarity, Traits, compare

# Beyond this more bits say nothing new, for and against.
LEAST, MOST = -30.0, 60.0


type Seen = tuple[float, tuple[str, ...]]


def look_at(pairs: Sequence[tuple[str, str]], rarity: Rarity) -> list[Seen]:
    """How far the desk would take one for the other, in bits, and the codes of its reasons.

    From what is kept of each (`Traits.as_json`, as text).
    """
    return [_look(*pair, rarity) for pair in pairs]


def _look(left: str, right: str, rarity: Rarity) -> Seen:
    found = compare(_told(left), _told(right), rarity)
    return min(MOST, max(LEAST, found.bits)), tuple(dict.fromkeys(found.codes))


@lru_cache(maxsize=5_000)
def _told(text: str) -> Traits:
    return Traits.from_json(json.loads(text))
