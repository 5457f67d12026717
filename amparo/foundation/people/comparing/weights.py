"""What an answer about two people weighs, and what their answers say together, for one pair.

Plain Python, so that whoever reads a pair is told the reasons on every machine; `judgement.py`
does the same for many pairs at once, and learns from decisions.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..likeness.reasons import CODES
from .blocking import LEAST_SHARED
from .dialects import DUCKDB
from .evidence import SILENT, Question, questions

PRIOR = Path(__file__).with_name("prior.json")
QUESTIONS: tuple[Question, ...] = tuple(questions(DUCKDB))
NAMES = tuple(question.name for question in QUESTIONS)
JOINT = ("twins", "vague", "desk", "shared")
FEATURES = ("one", *NAMES, *JOINT, *CODES)
SAME_BIRTH = ("day", "turned", "slip")
PLACES = {code: at for at, code in enumerate(CODES)}


@dataclass(frozen=True)
class Evidence:
    """What was answered about two people, and what the desk's scorer says of them."""

    # The number of each answer.
    levels: tuple[int, ...]
    # The desk's bits, and the codes of its reasons.
    bits: float
    said: tuple[str, ...] = ()
    # How few others share with the two what brought them together (`blocking.py`).
    shared: int = LEAST_SHARED

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
        said = tuple(code for code in kept.get("said", ()) if code in PLACES)
        shared = int(kept.get("shared", LEAST_SHARED))
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
        said = [float(code in evidence.said) for code in CODES]
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
        pulls["desk"] += sum(pulls.pop(name) for name in ("shared", *CODES))
        return pulls


@cache
def shipped_weights() -> Weights:
    """The weights as they are shipped: learnt from people who were made up."""
    kept = json.loads(PRIOR.read_text())
    chances = {name: [(same, other) for same, other in kept["chances"][name]] for name in NAMES}
    return Weights(chances, tuple(kept["coefficients"][name] for name in FEATURES))
