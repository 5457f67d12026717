"""The weights of the evidence on one pair, a pair that was found, and the search matcher's score.

Plain Python, so that a reviewer of a pair is told the reasons on every machine; `classifier.py`
does the same for many pairs at once, and learns from decisions.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from ..matching.comparison import REASON_CODES, compare
from ..matching.features import MatchingFeatures
from ..matching.name_comparison import NameFrequencies
from .evidence import DUCKDB, MIN_SHARED, SILENT, Question, questions

PRIOR_PATH = Path(__file__).with_name("prior.json")
QUESTIONS: tuple[Question, ...] = tuple(questions(DUCKDB))
NAMES = tuple(question.name for question in QUESTIONS)
JOINT = ("twins", "vague", "desk", "shared")
FEATURES = ("one", *NAMES, *JOINT, *REASON_CODES)
SAME_BIRTH = ("day", "turned", "slip")
REASON_POSITIONS = {code: at for at, code in enumerate(REASON_CODES)}


@dataclass(frozen=True)
class Evidence:
    """What was answered about two people, and what the desk's scorer says of them."""

    # The number of each answer.
    levels: tuple[int, ...]
    # The desk's bits, and the codes of its reasons.
    bits: float
    said: tuple[str, ...] = ()
    # How few others share with the two what brought them together (`evidence.blocks_sql`).
    shared: int = MIN_SHARED

    def code(self, name: str) -> str:
        at = NAMES.index(name)
        return QUESTIONS[at].code(self.levels[at])

    def as_json(self) -> dict:
        codes = {question.name: question.code(level) for question, level in self._compared()}
        seen = {"bits": round(self.bits, 1), "said": list(self.said), "shared": self.shared}
        return seen | codes

    def _compared(self):
        told = zip(QUESTIONS, self.levels, strict=True)
        return [(question, level) for question, level in told if level != SILENT]

    @classmethod
    def from_json(cls, kept: Mapping) -> "Evidence":
        """What was kept; an answer that a newer house no longer knows is one not given."""
        levels = tuple(
            question.level(kept[question.name])
            if kept.get(question.name) in question.codes
            else SILENT
            for question in QUESTIONS
        )
        said = tuple(code for code in kept.get("said", ()) if code in REASON_POSITIONS)
        shared = int(kept.get("shared", MIN_SHARED))
        return cls(levels, float(kept.get("bits", 0.0)), said, shared)


@dataclass(frozen=True)
class Weights:
    """The weights: of each answer (Splink's), and of what they say together."""

    # For each question, by the number of the answer: chances among the same, among others.
    chances: Mapping[str, Sequence[tuple[float, float]]]
    coefficients: Sequence[float]

    def features(self, evidence: Evidence) -> list[float]:
        """The weight of each answer in bits, what they say together, and which reasons the desk
        gives, in the order of `FEATURES`.
        """
        desk = evidence.bits / 10
        birth = evidence.code("birth")
        twins = evidence.code("given") == "other" and birth in SAME_BIRTH
        vague = desk if birth == "year" else 0.0
        shared = math.log2(evidence.shared / 1000)
        answers = [self._weight(*each) for each in zip(NAMES, evidence.levels, strict=True)]
        said = [float(code in evidence.said) for code in REASON_CODES]
        return [1.0, *answers, float(twins), vague, desk, shared, *said]

    def _weight(self, name: str, level: int) -> float:
        """Splink's weight of an answer by its number; of silence none."""
        if level == SILENT:
            return 0.0
        same, other = self.chances[name][level]
        return math.log2(same / other)

    def likelihood(self, evidence: Iterable[Evidence]) -> list[float]:
        """How likely each two are one person."""
        return [self._likelihood(each) for each in evidence]

    def _likelihood(self, evidence: Evidence) -> float:
        logit = math.sumprod(self.features(evidence), self.coefficients)
        return 1 / (1 + math.exp(-min(30.0, max(-30.0, logit))))

    def pulls(self, evidence: Evidence) -> dict[str, float]:
        """How far each answer, and what they say together, pulls: for (+) or against (−).

        What the desk says is told as one: its bits, that it gives these reasons, and how rare
        it is what the two share.
        """
        told = zip(FEATURES, self.features(evidence), self.coefficients, strict=True)
        pulls = {name: value * weight / math.log(2) for name, value, weight in told}
        del pulls["one"]
        pulls["desk"] += sum(pulls.pop(name) for name in ("shared", *REASON_CODES))
        return pulls


@cache
def shipped_weights() -> Weights:
    """The weights as they are shipped: learnt from people who were made up."""
    kept = json.loads(PRIOR_PATH.read_text())
    chances = {name: [(same, other) for same, other in kept["chances"][name]] for name in NAMES}
    return Weights(chances, tuple(kept["coefficients"][name] for name in FEATURES))


# Pairs that were found.


@dataclass(frozen=True)
class FoundPair:
    """Two people and what was answered about them."""

    one: int
    other: int
    evidence: Evidence
    # What both were when they were compared (`rows.ComparisonRow.mark`).
    mark: str


# The score of the search matcher: it knows nicknames, scripts, and which names are rare.

# Beyond this more bits say nothing new, for and against.
MIN_BITS, MAX_BITS = -30.0, 60.0


type Seen = tuple[float, tuple[str, ...]]


def score_pairs(pairs: Sequence[tuple[str, str]], rarity: NameFrequencies) -> list[Seen]:
    """How far the desk would take one for the other, in bits, and the codes of its reasons.

    From what is kept of each (`MatchingFeatures.as_json`, as text).
    """
    return [_score(*pair, rarity) for pair in pairs]


def _score(left: str, right: str, rarity: NameFrequencies) -> Seen:
    found = compare(_features(left), _features(right), rarity)
    return min(MAX_BITS, max(MIN_BITS, found.bits)), tuple(dict.fromkeys(found.codes))


@lru_cache(maxsize=5_000)
def _features(text: str) -> MatchingFeatures:
    return MatchingFeatures.from_json(json.loads(text))
