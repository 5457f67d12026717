"""How far two reviewers of the same pairs agree, beyond what chance alone would give.

Cohen's kappa (J. Cohen, "A coefficient of agreement for nominal scales", 1960). Pure Python.
"""

from collections import Counter
from collections.abc import Sequence

# Below so many pairs that two have read, the figure would say more about chance than about us.
MIN_PAIRS = 20


def kappa(answers: Sequence[tuple[str, str]]) -> float | None:
    """1: always the same answer; 0: no more than by chance. Nothing where it cannot be told."""
    if len(answers) < MIN_PAIRS:
        return None
    agreed = sum(first == second for first, second in answers) / len(answers)
    ours, theirs = (Counter(each) for each in zip(*answers, strict=True))
    by_chance = sum(ours[answer] * theirs[answer] for answer in ours) / len(answers) ** 2
    return None if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)
