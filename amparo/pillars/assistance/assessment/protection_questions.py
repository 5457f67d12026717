"""Four questions that are asked before anybody is sent back, and what their answers allow.

Pure Python. They protect who would be returned to persecution or other harm (Refugee Convention
33, Convention against Torture 3), or while they are in danger, ill or exploited. Not asked is no
answer, nor is what was asked too long ago; a yes stands until another colleague than who wrote it
asks again later and hears a no. Signs of trafficking stand until a colleague who did not see them
sets their flag aside, and says why. A flag that nobody answered is a yes.
"""

from collections.abc import Hashable
from dataclasses import dataclass
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


class Unanswered(NamedTuple):
    """The question was put, and got neither yes nor no: why, a code of answers."""

    why: str
    heard_at: datetime
    number: int


class Flag(NamedTuple):
    """A protection flag about one of the questions: when it was raised, and what became of it."""

    raised_at: datetime
    is_open: bool
    # When another colleague found that it is not so; None where nobody did.
    set_aside_at: datetime | None = None


@dataclass(frozen=True)
class Heard:
    """All that was heard about one question of one who travels."""

    answers: tuple[Answer, ...] = ()
    flags: tuple[Flag, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()

    @property
    def open_flag(self) -> Flag | None:
        """The flag that waits longest for an answer."""
        waiting = (each for each in self.flags if each.is_open)
        return min(waiting, key=lambda each: each.raised_at, default=None)

    def standing_yes(self, question: str) -> Answer | None:
        """Returns the newest yes that nothing clears."""
        yes = [each for each in self.answers if each.is_yes]
        if question == TRAFFICKING:
            standing = [each for each in yes if not self._is_set_aside(each)]
        else:
            standing = [each for each in yes if not any(map(each.is_cleared_by, self.answers))]
        return max(standing, key=lambda each: each.number, default=None)

    def _is_set_aside(self, yes: Answer) -> bool:
        return any(
            each.set_aside_at is not None and each.raised_at <= yes.heard_at <= each.set_aside_at
            for each in self.flags
        )

    def newest_no(self, asked_since: datetime) -> Answer | None:
        """Returns the newest no that was asked lately, and after every flag that was raised."""
        raised = [each.raised_at for each in self.flags if each.set_aside_at is None]
        since = max([asked_since, *raised])
        said_no = (each for each in self.answers if not each.is_yes and each.heard_at >= since)
        return max(said_no, key=lambda each: each.number, default=None)

    @property
    def newest_unanswered(self) -> Unanswered | None:
        """When it was put last without a yes or a no."""
        return max(self.unanswered, key=lambda each: each.number, default=None)
