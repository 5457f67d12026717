"""How many were reached, each figure with the method by which it was counted. Pure.

A message delivered, a visit by a link, a listener in a survey, a listener whom the station
estimates and a head in a room are different things: figures of different methods are never added,
and a sum within one method and channel is a sum of what was counted, never of persons.
Source of the rule: findings of this programme on advocacy (UNICEF, communication for development:
reach is stated with its method).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AudienceMethod(StrEnum):
    """By which method a figure was counted."""

    DELIVERED = "delivered"
    UNIQUE_LINK = "unique_link"
    AUDIENCE_SURVEY = "audience_survey"
    BROADCASTER_ESTIMATE = "broadcaster_estimate"
    HEADCOUNT = "headcount"


# Of these the same people come again in the next figure of the same language: where the periods
# touch, nothing is summed.
ESTIMATES = frozenset({AudienceMethod.AUDIENCE_SURVEY, AudienceMethod.BROADCASTER_ESTIMATE})


class MethodMissingError(ValueError):
    """A figure of reach without the method by which it was counted."""


class NotAddableError(TypeError):
    """Figures that were counted by different methods, or in different channels, were added."""


class InvertedPeriodError(ValueError):
    """The last day of a period lies before its first."""


@dataclass(frozen=True)
class AudienceFigure:
    """What was counted of one channel in one language, from the first to the last day."""

    method: AudienceMethod
    channel: str
    language: str
    figure: int
    first: date
    last: date

    def __post_init__(self) -> None:
        if self.method not in list(AudienceMethod):
            raise MethodMissingError(self.channel)
        if self.figure < 0:
            raise ValueError("A figure of reach is never below nothing")
        if self.last < self.first:
            raise InvertedPeriodError(self.channel)

    @property
    def kind(self) -> tuple[AudienceMethod, str]:
        return (self.method, self.channel)

    def __add__(self, other: object) -> "AudienceFigure":
        raise NotAddableError("Figures of reach are not added; see total_of")

    __radd__ = __add__

    def overlaps(self, other: "AudienceFigure") -> bool:
        """Whether both may count the same people: one language, days that touch."""
        is_same = self.language == other.language
        return is_same and self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class AudienceTotal:
    """What was counted by one method in one channel. `figure` is None where periods of estimates
    overlap: then the same people would be counted twice.
    """

    method: AudienceMethod
    channel: str
    figure: int | None
    parts: int


def total_of(figures: Iterable[AudienceFigure]) -> AudienceTotal:
    """Returns the total of figures of one method and one channel.

    Raises NotAddableError for figures of several, ValueError for none.
    """
    found = list(figures)
    kinds = {each.kind for each in found}
    if len(kinds) > 1:
        raise NotAddableError("Figures of different methods or channels are never added")
    if not found:
        raise ValueError("Nothing was counted: that is not the same as zero")
    [(method, channel)] = kinds
    is_twice = method in ESTIMATES and _any_overlap(found)
    total = None if is_twice else sum(each.figure for each in found)
    return AudienceTotal(method, channel, total, len(found))


def totals(figures: Iterable[AudienceFigure]) -> list[AudienceTotal]:
    """Returns a total for each method and channel, by method in their order, then by channel."""
    kinds: dict[tuple[AudienceMethod, str], list[AudienceFigure]] = defaultdict(list)
    for each in figures:
        kinds[each.kind].append(each)
    order = list(AudienceMethod)
    return [
        total_of(kinds[kind]) for kind in sorted(kinds, key=lambda k: (order.index(k[0]), k[1]))
    ]


def by_language(figures: Iterable[AudienceFigure]) -> dict[str, AudienceTotal]:
    """Returns for figures of one method and channel the total of each language."""
    found = list(figures)
    languages = dict.fromkeys(each.language for each in found)
    return {code: total_of(each for each in found if each.language == code) for code in languages}


def _any_overlap(figures: list[AudienceFigure]) -> bool:
    return any(
        each.overlaps(other) for at, each in enumerate(figures) for other in figures[at + 1 :]
    )
