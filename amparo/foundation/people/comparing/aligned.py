"""What the scorer of the desk says of two people: it knows nicknames, scripts, and what is rare.

Its rules weigh each part of a name by how many bear it in this register.
"""

import json
from functools import lru_cache

from ..likeness import Rarity, Traits, compare

# Beyond this more bits say nothing new, for and against.
LEAST, MOST = -30.0, 60.0


def look(left: str, right: str, rarity: Rarity) -> tuple[float, tuple[str, ...]]:
    """How far the desk would take one for the other, in bits, and the codes of its reasons.

    From what `rows.py` wrote down of each.
    """
    found = compare(_told(left), _told(right), rarity)
    return min(MOST, max(LEAST, found.bits)), tuple(dict.fromkeys(found.codes))


def as_text(traits: Traits) -> str:
    return json.dumps(traits.as_json(), ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=20_000)
def _told(text: str) -> Traits:
    return Traits.from_json(json.loads(text))
