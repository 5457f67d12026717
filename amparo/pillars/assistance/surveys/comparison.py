"""Rounds beside each other: how a score moved, within one version and never across two.

Pure Python. Other questions, or other weights, are another measure: to set them side by side would
tell of a change that nobody lived.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise


class ScoreChange(StrEnum):
    UP, DOWN, SAME, UNKNOWN = "up", "down", "same", "unknown"


@dataclass(frozen=True)
class RoundScores:
    """One round: of which version, and its score by dimension."""

    version: int
    scores: Mapping[str, Decimal | None]


def score_changes(rounds: Sequence[RoundScores], dimension: str) -> list[ScoreChange]:
    """From each round to the next; where one has no score, nothing is said."""
    if len({each.version for each in rounds}) > 1:
        raise ValueError("Rounds of different versions are never compared.")
    values = [each.scores.get(dimension) for each in rounds]
    return [_move(was, now) for was, now in pairwise(values)]


def _move(was: Decimal | None, now: Decimal | None) -> ScoreChange:
    if was is None or now is None:
        return ScoreChange.UNKNOWN
    if was == now:
        return ScoreChange.SAME
    return ScoreChange.UP if now > was else ScoreChange.DOWN
