"""Scores of one round: for each dimension what was answered, and what was not, kept apart.

Pure Python. A dimension is the weighted mean of its answered and scored questions, from 0 to 1;
the whole is the mean of its dimensions. That there are three dimensions, and a score of each and
of the whole, is known (MEASURE, IOM and Samuel Hall, December 2017; IOM Reintegration Handbook,
2019). The way they are reckoned here is ours, and unofficial until a version brings another:

- "I do not know", "I do not wish to answer", what was not asked and what does not apply count
  neither for nor against anybody;
- a dimension of which less than `enough` was answered has no score, and then the whole has none:
  a mean of what is left would not be comparable with the next round.

A score describes what somebody said. It decides about nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from .instrument import DECLINED, UNKNOWN, Answers, Item, Limit, Survey


@dataclass(frozen=True)
class Score:
    """One dimension. What does not apply to them is in none of the counts."""

    dimension: str
    value: Fraction | None
    answered: int
    declined: int
    unknown: int
    not_asked: int

    @property
    def of(self) -> int:
        """How many scored questions there were for them."""
        return self.answered + self.declined + self.unknown + self.not_asked


@dataclass(frozen=True)
class Result:
    scores: tuple[Score, ...]
    overall: Fraction | None


@dataclass(frozen=True)
class SuggestedReferral:
    """Something that a person should ask about: no finding, and no diagnosis."""

    why: str  # "answer" or "low"
    code: str


def score(survey: Survey, answers: Answers) -> Result:
    if not survey.is_scored:
        return Result((), None)
    scores = tuple(
        _score(each.code, survey.of(each.code), answers, survey.enough)
        for each in survey.dimensions
    )
    return Result(scores, _mean([each.value for each in scores]))


def _score(dimension: str, items: Iterable[Item], answers: Answers, enough: Fraction) -> Score:
    counts = {"answered": 0, "declined": 0, "unknown": 0, "not_asked": 0, "": 0}
    total = weights = Fraction(0)
    for item in items:
        standing = _standing(item, answers)
        counts[standing] += 1
        if standing == "answered":
            total += item.weight * (item.scores[answers[item.code]] or 0)
            weights += item.weight
    del counts[""]
    there = sum(counts.values())
    is_enough = weights > 0 and counts["answered"] >= enough * there
    return Score(dimension, total / weights if is_enough else None, **counts)


def _standing(item: Item, answers: Answers) -> str:
    """How a question stands in the count; "" where it has no place in it."""
    if not item.is_scored or not item.is_asked(answers):
        return ""
    given = answers.get(item.code)
    if given is None:
        return "not_asked"
    if given in (DECLINED, UNKNOWN):
        return "declined" if given == DECLINED else "unknown"
    return "" if item.scores[given] is None else "answered"


def _mean(values: list[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known and len(known) == len(values) else None


def prompts(survey: Survey, answers: Answers, result: Result) -> tuple[SuggestedReferral, ...]:
    """What a person should be asked about: as answered, and where a dimension is low."""
    at, below = survey.asks_at or {}, survey.asks_below or {}
    found = [
        SuggestedReferral("answer", item.code)
        for item in survey.items
        if answers.get(item.code) in at.get(item.code, frozenset())
    ]
    for each in result.scores:
        limit = below.get(each.dimension)
        if limit is not None and each.value is not None and each.value < limit:
            found.append(SuggestedReferral("low", each.dimension))
    return tuple(found)


def band(survey: Survey, value: Fraction | None) -> Limit | None:
    """The band that the version itself gives this score; none where it brings no limits."""
    if value is None:
        return None
    return next((limit for limit in survey.limits if value <= limit.upto), None)
