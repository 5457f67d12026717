"""How long a text takes when it is read aloud: words, over the words of a minute. An estimate,
which a stopwatch must confirm before air time is bought. Pure.

Words are what stands between spaces; figures are read one by one, as those of a telephone number.
"""

import math
import re
from dataclasses import dataclass

# The pace of each language stands in its declaration; offices set their own (`MaterialRules`).
SLOWEST = 40
_FIGURES = re.compile(r"\d")


@dataclass(frozen=True)
class ReadingTime:
    word_count: int
    seconds: int
    pace: int


def reading_time(text: str, pace: int) -> ReadingTime:
    """Returns how long `text` takes at `pace` words a minute, rounded up to whole seconds."""
    if pace < SLOWEST:
        raise ValueError(f"{pace} words a minute is no pace of speech")
    words = sum(_spoken_words(each) for each in text.split())
    return ReadingTime(words, math.ceil(60 * words / pace), pace)


def _spoken_words(word: str) -> int:
    """Returns how many words are spoken for what stands between two spaces."""
    figures = len(_FIGURES.findall(word))
    if not any(sign.isalnum() for sign in word):
        return 0
    return max(1, figures)
