"""Whether two descriptions may be of one person: reasons for and against, never a percentage.

Pure Python: no database, no clock, no settings. What is compared are `MatchingFeatures`; what
comes out is a `MatchResult` with its reasons as codes. `people.match_explanations` says them in
the reader's language.
"""

from .comparison import ALERT, ASK, MatchResult, Reason, compare, prefilter_score, to_ask_next
from .features import FEATURES_VERSION, MatchingFeatures, plain_number
from .name_comparison import NameFrequencies, NameWeights
from .names import NamePart, parts_of, phonetic_key, phonetic_keys, sorted_phonetic_keys, words_of

__all__ = [
    "ALERT",
    "ASK",
    "FEATURES_VERSION",
    "MatchResult",
    "MatchingFeatures",
    "NameFrequencies",
    "NamePart",
    "NameWeights",
    "Reason",
    "compare",
    "parts_of",
    "phonetic_key",
    "phonetic_keys",
    "plain_number",
    "prefilter_score",
    "sorted_phonetic_keys",
    "to_ask_next",
    "words_of",
]
