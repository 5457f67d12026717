"""How far two descriptions may be of one person: in words, for and against, never a percentage.

Pure Python: no database, no clock, no settings. What is compared are `Traits`; what comes out is
a `Likeness` with its reasons as codes. `people.wording` says them in the reader's language.
"""

from .compare import ALERT, ASK, Likeness, compare, to_ask_next
from .glance import glance
from .names import Part, bones_of, parts_of, skeleton, skeletons, words_of
from .reasons import Reason
from .scales import Rarity, Scale
from .traits import RULES, Traits, plain_number

__all__ = [
    "ALERT",
    "ASK",
    "RULES",
    "Likeness",
    "Part",
    "Rarity",
    "Reason",
    "Scale",
    "Traits",
    "bones_of",
    "compare",
    "glance",
    "parts_of",
    "plain_number",
    "skeleton",
    "skeletons",
    "to_ask_next",
    "words_of",
]
