"""What a test says of its own questions: a pure rule on the shares of points by question.

- Difficulty p: mean share of the points, 0 to 1 (the higher, the easier).
- Rest-score correlation: Pearson's, of the share of a question with the sum of the others
  (Henrysson 1963, Psychometrika 28:211-218): the question is not correlated with itself.
- KR-20 (Kuder and Richardson 1937, Psychometrika 2:151-160, formula 20): k / (k - 1) times
  (1 - sum of the variances of the questions / variance of the sums). Where a question gives part
  of its point the same formula is Cronbach's alpha (1951), of which KR-20 is the case of 0 and 1.

Nothing under ten sittings. The words follow Ebel and Frisbie (1991, Essentials of Educational
Measurement, ch. 13): a question that nearly everybody or hardly anybody gets parts nobody; one
that those get who know less misleads. They ask for a look, they decide nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, pvariance

from .inference import correlation

ENOUGH = 10
EASY, HARD = 0.9, 0.3
# A correlation a little below nothing is chance in a room of thirty.
AGAINST = -0.15


class Verdict(StrEnum):
    FINE = "fine"
    TOO_EASY = "too_easy"
    TOO_HARD = "too_hard"
    MISLEADS = "misleads"


@dataclass(frozen=True)
class ItemFigures:
    """One question; `correlation` is None where it or the rest does not vary."""

    difficulty: float
    correlation: float | None
    verdict: Verdict


@dataclass(frozen=True)
class Analysis:
    """All questions in the order of the form; `reliability` is KR-20, None where it cannot be."""

    n: int
    items: tuple[ItemFigures, ...]
    reliability: float | None


def analyse_items(sittings: Sequence[Sequence[float]]) -> Analysis | None:
    """Returns the figures of sittings of one form, each the shares by question; None under ten."""
    if len(sittings) < ENOUGH or not sittings[0]:
        return None
    columns = [list(column) for column in zip(*sittings, strict=True)]
    totals = [math.fsum(row) for row in sittings]
    items = tuple(_analyse_item(column, totals) for column in columns)
    return Analysis(len(sittings), items, _reliability(columns, totals))


def _analyse_item(column: list[float], totals: list[float]) -> ItemFigures:
    difficulty = fmean(column)
    rest = [total - share for total, share in zip(totals, column, strict=True)]
    related = correlation(column, rest)
    return ItemFigures(difficulty, related, find_verdict(difficulty, related))


def find_verdict(difficulty: float, related: float | None) -> Verdict:
    """Misleading first: whoever mends that changes how easy it is."""
    if related is not None and related <= AGAINST:
        return Verdict.MISLEADS
    if difficulty > EASY:
        return Verdict.TOO_EASY
    return Verdict.TOO_HARD if difficulty < HARD else Verdict.FINE


def _reliability(columns: list[list[float]], totals: list[float]) -> float | None:
    k, spread = len(columns), pvariance(totals)
    if k < 2 or spread <= 1e-12:
        return None
    return k / (k - 1) * (1 - math.fsum(map(pvariance, columns)) / spread)


def guessed_percent(offered: Sequence[int]) -> float:
    """Returns the score in percent of who guesses, by the answers that each question offers (0
    where it is answered in own words): ten true/false questions give 50.
    """
    return 100 * fmean(1 / each if each else 0 for each in offered) if offered else 0.0
