"""What somebody had believed of their journey: which answers fit together, and who counts.

Pure Python. No answer is never “none of these”, and neither is “prefers not to answer”.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

NONE, NO_ANSWER, UNKNOWN = "none", "no_answer", "unknown"
# These answers of the list `journey_belief` go with no other.
ALONE = frozenset((NONE, NO_ANSWER))
# Answers of the list `belief_outcome` that say that it was not so.
OTHERWISE = frozenset(("partly", "not_at_all"))
# A campaign of a month is compared with so many months before and after.
FEWEST_MONTHS = 3


class Contradiction(StrEnum):
    ALONE = "alone"  # an answer that goes with no other, beside others
    NOTHING_BELIEVED = "nothing_believed"  # where it was heard, or how it was, of nothing
    CHANGED = "changed"  # how it was in fact, answered otherwise before


@dataclass(frozen=True)
class BeliefAnswers:
    """Codes of the lists `journey_belief`, `belief_source` and `belief_outcome`."""

    beliefs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    outcome: str = ""

    @property
    def is_answered(self) -> bool:
        return bool(self.beliefs) and NO_ANSWER not in self.beliefs

    @property
    def has_belief(self) -> bool:
        return bool(set(self.beliefs) - ALONE)

    @property
    def contradiction(self) -> Contradiction | None:
        if len(self.beliefs) > 1 and ALONE & set(self.beliefs):
            return Contradiction.ALONE
        if (self.sources or self.outcome) and not self.has_belief:
            return Contradiction.NOTHING_BELIEVED
        return None


def contradiction_between(before: BeliefAnswers, said: BeliefAnswers) -> Contradiction | None:
    """Why what is said now does not go with what was said before in the same conversation."""
    is_changed = before.outcome not in ("", UNKNOWN) and said.outcome not in ("", before.outcome)
    return Contradiction.CHANGED if is_changed else joined(before, said).contradiction


def joined(before: BeliefAnswers, said: BeliefAnswers) -> BeliefAnswers:
    """Returns both together: nothing is taken away, but an answer takes the place of none."""
    earlier = () if said.beliefs and NO_ANSWER in before.beliefs else before.beliefs
    return BeliefAnswers(
        tuple(dict.fromkeys((*earlier, *said.beliefs))),
        tuple(dict.fromkeys((*before.sources, *said.sources))),
        said.outcome or before.outcome,
    )


def was_otherwise(outcome: str) -> bool | None:
    """Whether it was not so, or only in part; None where it is not known, or was not answered."""
    return None if outcome in ("", UNKNOWN) else outcome in OTHERWISE


@dataclass(frozen=True)
class Span:
    """Whole months, from the first day to the last."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def spans_around(
    first: date, last: date, today: date
) -> tuple[Span | None, Span | None, Span | None]:
    """Returns the months before those from `first` to `last`, themselves, and those after.

    Before and after are as many months, at least three. Only months that are over count: None
    where none of them is. Raises ValueError where the last month comes before the first.
    """
    start, end = _month_of(first), _month_of(last)
    if end < start:
        raise ValueError("The last month comes before the first.")
    around = max(end - start + 1, FEWEST_MONTHS)
    over = _month_of(today) - 1
    before, during = _span(start - around, start - 1, over), _span(start, end, over)
    return before, during, _span(end + 1, end + around, over)


def _month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _span(first: int, last: int, over: int) -> Span | None:
    last = min(last, over)
    if last < first:
        return None
    return Span(_first_day(first), _first_day(last + 1) - timedelta(days=1))
