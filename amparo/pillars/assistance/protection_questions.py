"""Four questions that are asked before anybody is sent back, and what their answers allow.

Pure Python. They protect who would be returned to persecution or other harm (Refugee Convention
33, Convention against Torture 3), or while they are in danger, ill or exploited. Not asked is no
answer; a yes stands until another colleague than who wrote it asks again later and hears a no.
"""

from collections.abc import Hashable, Iterable
from datetime import datetime
from typing import NamedTuple

ASYLUM_WISH, DANGER_NOW, MEDICAL, TRAFFICKING = QUESTIONS = (
    "asylum_wish", "danger_now", "medical", "trafficking",
)  # fmt: skip


class Answer(NamedTuple):
    """A yes or a no: who wrote it, when it was heard, and in which order it was written."""

    is_yes: bool
    by: Hashable
    heard_at: datetime
    number: int

    def is_cleared_by(self, other: "Answer") -> bool:
        """Only by a no that is later both ways: one may be heard long before it is sent in."""
        return (
            not other.is_yes
            and other.by != self.by
            and other.number > self.number
            and other.heard_at >= self.heard_at
        )


def standing_yes(answers: Iterable[Answer]) -> Answer | None:
    """Returns the newest yes that no later no of another colleague clears."""
    known = list(answers)
    standing = [each for each in known if each.is_yes and not any(map(each.is_cleared_by, known))]
    return max(standing, key=lambda each: each.number, default=None)


def newest_no(answers: Iterable[Answer]) -> Answer | None:
    said_no = (each for each in answers if not each.is_yes)
    return max(said_no, key=lambda each: each.number, default=None)
