"""What the scorer of the desk says of two people: it knows nicknames, scripts, and what is rare.

In bits: its rules weigh each part of a name by how many bear it in this register.
"""

import json
from functools import lru_cache

from ..likeness import Rarity, Traits, compare

# Beyond this more bits say nothing new, for and against.
LEAST, MOST = -30.0, 60.0


def bits(left: str, right: str, rarity: Rarity) -> float:
    """How far the desk would take one for the other, from what `rows.py` wrote down of each."""
    return min(MOST, max(LEAST, compare(_told(left), _told(right), rarity).bits))


def as_text(traits: Traits) -> str:
    return json.dumps(traits.as_json(), ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=20_000)
def _told(text: str) -> Traits:
    return Traits.from_json(json.loads(text))
