"""How somebody becomes a trainer of a course, step by step: a pure rule.

Candidate (trained as a trainer) → co-trained (trained beside somebody) → observed (an observer
judged a delivery of theirs) → certified → master (trains trainers). Each step is decided by a
person, one after the other; certifying rests on an observation.
"""

from enum import StrEnum


class Grade(StrEnum):
    CANDIDATE = "candidate"
    CO_TRAINED = "co_trained"
    OBSERVED = "observed"
    CERTIFIED = "certified"
    MASTER = "master"


ORDER = tuple(Grade)
# Of three points; below it in any item the observation does not carry a certificate.
LEAST_POINTS = 1
# Mean of all items of an observation that carries one.
MEAN_POINTS = 2.0


def next_grade(held: Grade | None) -> Grade | None:
    """Returns the one step that may follow; None after the last."""
    if held is None:
        return ORDER[0]
    at = ORDER.index(held) + 1
    return ORDER[at] if at < len(ORDER) else None


def is_good_enough(points: list[int]) -> bool:
    """Whether an observation carries a certificate: every item was judged (0 to 3), none is
    below `LEAST_POINTS`, and the mean is at least `MEAN_POINTS`. Nothing judged is not enough.

    The two limits are configuration, not a standard.
    """
    return (
        bool(points) and min(points) >= LEAST_POINTS and sum(points) / len(points) >= MEAN_POINTS
    )
