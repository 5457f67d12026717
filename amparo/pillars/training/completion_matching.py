"""Decides which participant a line of an export is. Without Django.

Sure is only who was recognized by the platform's own number or address before, or has the same
name and one thing beside it. An address alone is of nobody: institutions share mailboxes. A name
alone is of nobody either. What is not sure is proposed, and a person chooses.
"""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_PROPOSED = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a line has in common with one participant, given by their key."""

    participant: int
    has_name: bool = False
    has_address: bool = False
    has_place: bool = False
    was_recognized: bool = False

    @property
    def is_sure(self) -> bool:
        return self.was_recognized or (self.has_name and (self.has_address or self.has_place))

    @property
    def is_proposed(self) -> bool:
        return self.has_name or self.has_address


def find_sure(likenesses: Sequence[Likeness]) -> int | None:
    """Returns the one of whom a line is for sure; None where there is none, or where two are
    equally likely.
    """
    recognized = [each.participant for each in likenesses if each.was_recognized]
    if len(recognized) == 1:
        return recognized[0]
    sure = [each.participant for each in likenesses if each.is_sure]
    return sure[0] if len(sure) == 1 else None


def find_proposed(likenesses: Sequence[Likeness]) -> list[Likeness]:
    """Returns whom to propose, the most alike first."""
    found = [each for each in likenesses if each.is_proposed]
    return sorted(found, key=_order)[:MOST_PROPOSED]


def _order(likeness: Likeness) -> tuple[int, int]:
    in_common = (likeness.has_name, likeness.has_address, likeness.has_place)
    return -sum(in_common), likeness.participant
