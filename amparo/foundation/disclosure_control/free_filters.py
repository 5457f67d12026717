"""Questions with filters of the reader's own choice: what no such answer may do.

A crowd with three people and the same crowd without them are two harmless numbers; their
difference is not. Rounding makes one such pair useless; a hundred pairs average it away (Asghar
and Kaafar 2020, «Averaging attacks on bounded noise-based disclosure control algorithms»,
arXiv 1902.06414). So a question is compared with every answer that its reader was given.

This is needed and not sufficient: three crowds can be combined where two may not. Filters of the
reader's own choice are therefore offered by nothing in Amparo; tables have listed breakdowns.
"""

from collections.abc import Iterable

from .audiences import PublicationRule
from .reasons import Reason

MINIMUM_BASE = 4  # times the threshold


def find_filter_refusal(
    people: int, answered: Iterable[int], rule: PublicationRule
) -> Reason | None:
    """Returns why a question about these people is not answered, or None.

    Sets of people are whole numbers: bit n is set where person number n is in it. `answered` are
    those of all answers that this reader was given.
    """
    if people.bit_count() < MINIMUM_BASE * rule.threshold:
        return Reason.TOO_FEW
    if any(0 < (people ^ each).bit_count() < rule.threshold for each in answered):
        return Reason.TOO_CLOSE
    return None
