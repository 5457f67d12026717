"""Names of real people in two scripts: a benchmark that nobody here has made.

The pairs are read from the word lists of `rigour` (names that Wikidata keeps under one number);
nothing of them is copied. They fall into two halves by their number: a threshold is set on the
even ones, and what is told is of the odd ones, which nobody may look at when rules are written.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random

from anyascii import anyascii
from rapidfuzz.distance import JaroWinkler
from rigour.data import DATA_PATH

from amparo.foundation.people.matching import (
    MatchingFeatures,
    NamePart,
    NameWeights,
    phonetic_key,
    words_of,
)
from amparo.foundation.people.matching.name_comparison import best_alignment, nearness

FALSE_ALARMS = 0.04
USUAL = 0.85  # at which Jaro-Winkler is commonly used
# Every script of which 200 pairs or more are held back.
SCRIPTS = (
    "ARABIC", "CYRILLIC", "HEBREW", "DEVANAGARI", "BENGALI", "HANGUL", "CJK", "KATAKANA",
    "HIRAGANA", "GREEK", "GEORGIAN", "ARMENIAN", "THAI", "BOPOMOFO",
)  # fmt: skip
MOST = 6_000  # pairs of one script
_NEAREST = 2.0
_NOTHING_KNOWN = NameWeights()

Scorer = Callable[[str, str], float]
Pair = tuple[str, str]


@dataclass(frozen=True)
class ScriptFigures:
    """Of the half that was not looked at: how many are recognised, and how many wrongly."""

    script: str
    pairs: int
    recall: float
    false_alarms: float


def by_alignment(latin: str, other: str) -> float:
    """The bits that two names tell, for each of their parts; above 0 they are taken as alike."""
    first, second = MatchingFeatures(given=latin), MatchingFeatures(given=other)
    aligned = best_alignment(first, second, _NOTHING_KNOWN)
    if aligned is None or not aligned.pairs:
        return -1.0
    return aligned.bits / max(len(way) for each in (first, second) for way in each.name_variants)


def ours(latin: str, other: str) -> float:
    """The same; and where no part fits, how near the whole is, by our own measure."""
    bits = by_alignment(latin, other)
    return bits if bits > 0 else nearness(_whole(latin), _whole(other)) - _NEAREST


def _whole(name: str) -> NamePart:
    word = "".join(words_of(name))
    return NamePart(word, phonetic_key(word))


def romanised(latin: str, other: str) -> float:
    """The usual way: bring both to Latin letters, and take Jaro-Winkler."""
    return JaroWinkler.similarity(anyascii(latin).lower(), anyascii(other).lower())


def at_equal_alarms(
    scorer: Scorer, script: str = "ARABIC", alarms: float = FALSE_ALARMS, most: int = MOST
) -> ScriptFigures:
    """At a threshold that lets that share of strangers through, set on the half looked at."""
    looked_at = _halves(script)[0][:most]
    scores = sorted((scorer(*pair) for pair in _strangers(looked_at)), reverse=True)
    return above(scores[int(alarms * len(scores))], scorer, script, most)


def above(
    threshold: float, scorer: Scorer, script: str = "ARABIC", most: int = MOST
) -> ScriptFigures:
    held = _halves(script)[1][:most]
    same = [scorer(*pair) > threshold for pair in held]
    strangers = [scorer(*pair) > threshold for pair in _strangers(held)]
    return ScriptFigures(script, len(held), sum(same) / len(same), sum(strangers) / len(strangers))


def figures() -> list[dict]:
    """What the bench tells of each script: both ways, at many false alarms and at few."""
    return [_figures(script) for script in SCRIPTS]


def _figures(script: str) -> dict:
    strangers = _strangers(_halves(script)[0])
    few = sum(by_alignment(*pair) > 0 for pair in strangers) / len(strangers)
    decided = above(0.0, by_alignment, script)
    ways = {
        "ours, at 4 %": at_equal_alarms(ours, script),
        "romanised, at 4 %": at_equal_alarms(romanised, script),
        "as the house decides": decided,
        "romanised, at as few": at_equal_alarms(romanised, script, few),
        f"romanised > {USUAL}": above(USUAL, romanised, script),
    }
    told = {name: (way.recall, way.false_alarms) for name, way in ways.items()}
    return {"script": script, "pairs": decided.pairs} | told


@cache
def _halves(script: str) -> tuple[list[Pair], list[Pair]]:
    chance = Random(f"two scripts {script}")
    looked_at: list[Pair] = []
    held: list[Pair] = []
    for number, latin, other in _by_script()[script]:
        half = held if number % 2 else looked_at
        half.append((chance.choice(latin), chance.choice(other)))
    for half in (looked_at, held):
        chance.shuffle(half)
    return looked_at[:MOST], held[:MOST]


@cache
def _by_script() -> dict[str, list[tuple[int, list[str], list[str]]]]:
    """The names that each number has in Latin letters and in another script."""
    found: dict[str, list[tuple[int, list[str], list[str]]]] = defaultdict(list)
    for number, names in _groups():
        written: dict[str, list[str]] = defaultdict(list)
        for name in names:
            written[_script_of(name[0])].append(name)
        latin = written.pop("LATIN", [])
        for script, there in written.items() if latin else ():
            found[script].append((number, latin, there))
    return found


def _groups() -> list[tuple[int, list[str]]]:
    """By their number, which decides of the half they are in."""
    names: dict[int, list[str]] = defaultdict(list)
    with (DATA_PATH / "names" / "persons.txt").open(encoding="utf-8") as lines:
        for line in lines:
            said, _arrow, number = line.strip().partition(" => ")
            if number[1:].isdigit():
                names[int(number[1:])] += filter(None, said.split(", "))
    return sorted(names.items())


@cache
def _script_of(sign: str) -> str:
    return unicodedata.name(sign, "").partition(" ")[0]


def _strangers(pairs: list[Pair]) -> list[Pair]:
    """Each name beside the other-script name of somebody else."""
    others = [other for _latin, other in pairs]
    step = len(others) // 3 + 1
    turned = zip(pairs, others[step:] + others[:step], strict=True)
    return [(latin, stranger) for (latin, own), stranger in turned if stranger != own]
