"""Who is given a certificate: decided from attendance, score and practice by the rule of a course.

What is unknown is never enough: somebody of whom no attendance was recorded is not eligible, and
the answer says what is missing.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Part(StrEnum):
    """What passing may ask."""

    ATTENDANCE = "attendance"
    SCORE = "score"
    PRACTICE = "practice"


@dataclass(frozen=True)
class Rule:
    """What a course version asks: percent of the minutes, percent of the points of the final test
    (None: no test), a practice that was observed.
    """

    min_attendance: int
    min_score: int | None
    requires_practice: bool


@dataclass(frozen=True)
class Shortfall:
    """One thing of which somebody is short: what was reached (None: unknown) and what is asked."""

    part: Part
    reached: int | None
    asked: int | None = None

    @property
    def is_unknown(self) -> bool:
        return self.reached is None


@dataclass(frozen=True)
class Standing:
    """How somebody stands at the end of an event: what they reached and what they are short of."""

    attendance: int | None
    score: int | None
    shortfalls: tuple[Shortfall, ...]

    @property
    def is_eligible(self) -> bool:
        return not self.shortfalls


def decide(
    rule: Rule, *, attendance: int | None, score: int | None, practice: bool | None
) -> Standing:
    """Returns how somebody stands, given percent of attendance and score and whether their
    practice was accepted; None where nothing is known.
    """
    return Standing(
        attendance, score, tuple(_shortfalls(rule, attendance=attendance, score=score,
                                             practice=practice))
    )  # fmt: skip


def _shortfalls(
    rule: Rule, *, attendance: int | None, score: int | None, practice: bool | None
) -> Iterable[Shortfall]:
    # An attendance of which nothing was recorded is short, even where nothing is asked.
    if attendance is None or attendance < rule.min_attendance:
        yield Shortfall(Part.ATTENDANCE, attendance, rule.min_attendance)
    if rule.min_score is not None and (score is None or score < rule.min_score):
        yield Shortfall(Part.SCORE, score, rule.min_score)
    if rule.requires_practice and not practice:
        yield Shortfall(Part.PRACTICE, None if practice is None else 0)


def last_day_of_validity(issued_on: date, months: int) -> date:
    """Returns the last day on which a certificate counts that counts for so many months: the day
    before the same day of the month; the last of the month where that has no such day.
    """
    year, month = divmod(issued_on.year * 12 + issued_on.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    if issued_on.day > last:
        return date(year, month + 1, last)
    return date(year, month + 1, issued_on.day) - timedelta(days=1)
