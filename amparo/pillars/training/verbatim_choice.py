"""Which sentences of an event are quoted, and whether one names somebody. Pure.

Chosen fairly: across all opinions, not the kindest. Sentences are put in order of how content
their authors were, and taken at equal distances from one end to the other; of equally content ones
chance decides, by a key that never changes. So whoever chooses again chooses the same, and what is
left out by an organizer is followed by its neighbour, not by a sentence of their liking.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .participant_names import fold, words_of

# Of names; shorter parts ("de", "El") are parts of everybody's.
SHORTEST = 3
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Sentence:
    """A sentence by its key, and the points that its author gave."""

    key: int
    points: int


def choose_sentences(sentences: Iterable[Sentence], most: int) -> list[int]:
    """Returns the keys of up to `most` sentences, the least content first."""
    ordered = sorted(sentences, key=lambda each: (each.points, str(each.key)))
    if len(ordered) <= most:
        return [each.key for each in ordered]
    # The middle of each of `most` parts of the same size.
    return [ordered[(2 * at + 1) * len(ordered) // (2 * most)].key for at in range(most)]


def names_somebody(text: str, names: Sequence[str]) -> bool:
    """Whether a word of the text is part of one of these names. Where a script has capitals only
    words that begin with one count: a rose is no Rosa.
    """
    parts = {part for name in names for part in words_of(name) if len(part) >= SHORTEST}
    said = (word for word in _WORD.findall(text) if word[:1] != word[:1].lower() or _no_case(word))
    return any(fold(word) in parts for word in said)


def _no_case(word: str) -> bool:
    return word.lower() == word.upper()
