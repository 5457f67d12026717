"""Risk of a rumour: the harm it could do, by how far it has spread; a level with its reasons.

Pure Python, as decision 5 has it of the risk of persons: there is no score, the rule proposes, and
a person decides with a reason. What nobody assessed, or of which too little is known, is *not
assessed*, and never low. The grades and thresholds are our choice, not a standard.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from amparo.foundation.protection.risk import Band

# How grave each harm of the list `rumour_harm` is, 1 to 3. One that an installation added counts
# as moderate: nothing here makes it low.
GRADES = {
    "life": 3, "trafficking": 3, "violence": 3, "detention": 3,
    "rights": 2, "money": 2, "health": 2, "services": 2, "family": 2,
    "confusion": 1,
}  # fmt: skip
UNKNOWN_GRADE = 2
# Channels by which one voice reaches many at once.
MASS_CHANNELS = frozenset({"radio", "social", "press", "messaging", "web", "text"})


class Spread(IntEnum):
    """How far it has been heard. `UNKNOWN`: one report without a place, from mouth to mouth."""

    UNKNOWN = 0
    NARROW = 1
    SPREADING = 2
    WIDE = 3


class Because(StrEnum):
    """The one clause of the rule that decided."""

    NO_HARM_NAMED = "no_harm_named"
    DANGER_NOW = "danger_now"
    SEVERE_WIDE = "severe_wide"
    SEVERE = "severe"
    MODERATE_WIDE = "moderate_wide"
    MODERATE = "moderate"
    MILD_WIDE = "mild_wide"
    MILD = "mild"
    SPREAD_UNKNOWN = "spread_unknown"


@dataclass(frozen=True)
class Report:
    """One time that it was heard; `place` is any name of a place, or None where nobody said."""

    channel: str
    place: object = None


@dataclass(frozen=True)
class RumourRisk:
    band: Band
    because: Because
    spread: Spread


def spread_of(reports: Iterable[Report]) -> Spread:
    """How far: by how many reports, from how many places, and whether a channel reaches many."""
    found = list(reports)
    places = {each.place for each in found if each.place is not None}
    is_mass = any(each.channel in MASS_CHANNELS for each in found)
    if len(places) >= 3 or len(found) >= 10:
        return Spread.WIDE
    if is_mass and (len(places) >= 2 or len(found) >= 3):
        return Spread.WIDE
    if is_mass or len(places) >= 2 or len(found) >= 3:
        return Spread.SPREADING
    return Spread.NARROW if places else Spread.UNKNOWN


def assess(harms: Iterable[str], reports: Iterable[Report], *, is_imminent: bool = False
           ) -> RumourRisk:  # fmt: skip
    """Proposes a level. Graver harm is proposed at once, however little is known of the spread."""
    spread = spread_of(reports)
    grade = max((GRADES.get(code, UNKNOWN_GRADE) for code in harms), default=0)
    band, because = _decide(grade, spread, is_imminent)
    return RumourRisk(band, because, spread)


def _decide(grade: int, spread: Spread, is_imminent: bool) -> tuple[Band, Because]:
    if not grade:
        return Band.NONE, Because.NO_HARM_NAMED
    if is_imminent and grade >= 2:
        return Band.CRITICAL, Because.DANGER_NOW
    if grade >= 3:
        wide = spread is Spread.WIDE
        return (Band.CRITICAL, Because.SEVERE_WIDE) if wide else (Band.HIGH, Because.SEVERE)
    if grade == 2:
        wide = spread is Spread.WIDE
        return (Band.HIGH, Because.MODERATE_WIDE) if wide else (Band.MEDIUM, Because.MODERATE)
    return _decide_mild(spread)


def _decide_mild(spread: Spread) -> tuple[Band, Because]:
    if spread is Spread.UNKNOWN:
        return Band.NONE, Because.SPREAD_UNKNOWN
    if spread is Spread.WIDE:
        return Band.MEDIUM, Because.MILD_WIDE
    return Band.LOW, Because.MILD
