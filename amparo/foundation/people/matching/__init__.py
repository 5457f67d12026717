"""How far two descriptions may be of one person: in words, for and against, never a percentage.

Pure Python: no database, no clock, no settings. What is compared are `Traits`; what comes out is
a `Likeness` with its reasons as codes. `people.wording` says them in the reader's language.
"""

from .comparison import ALERT, ASK, MatchResult, Reason, compare, prefilter_score, to_ask_next
from .features import FEATURES_VERSION, MatchingFeatures, plain_number
from .name_comparison import NameFrequencies, NameWeights
from .names import NamePart, parts_of, phonetic_key, phonetic_keys, sorted_phonetic_keys, words_of

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
