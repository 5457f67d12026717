"""Protection risk: threats that meet vulnerabilities, reduced by capacities.

Pure Python. The three ingredients stand side by side, with what adds and what eases, and a band
proposed by rule. The relation is a way of looking, not a calibrated number: a person decides, and
nothing here refuses anybody a service.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType


class Band(IntEnum):
    """How great the risk is; the codes are those of the list `risk_level`.

    `NONE` is *not assessed*: nothing grave is known, and too little is known to say Low.
    """

    NONE = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def code(self) -> str:
        return self.name.lower()

    @classmethod
    def of(cls, code: str) -> "Band":
        return cls[code.upper()]


class Level(StrEnum):
    """Where something stands: Determinants of Migrant Vulnerability (IOM)."""

    INDIVIDUAL = "individual"
    FAMILY = "family"
    COMMUNITY = "community"
    STRUCTURAL = "structural"


class Polarity(StrEnum):
    RISK = "risk"
    PROTECTIVE = "protective"


class DecidingClause(StrEnum):
    """Why the band is what it is: the one clause of the rule that decided."""

    DANGER_NOW = "danger_now"
    FLAG_UNANSWERED = "flag_unanswered"
    SEVERE_UNANSWERED = "severe_unanswered"
    SEVERAL_MODERATE = "several_moderate"
    MODERATE = "moderate"
    NOTHING_GRAVE = "nothing_grave"
    TOO_LITTLE_KNOWN = "too_little_known"


class Missing(StrEnum):
    """What nobody is said to be at low risk without."""

    SCREENING = "screening"
    OBSERVATION = "observation"  # about them: what is known of the place is none


@dataclass(frozen=True)
class Observed:
    """One thing seen or told, graded 0 to 3; for what protects, the grade is its strength."""

    factor: str
    level: Level
    polarity: Polarity
    severity: int
    threat: str = ""
    of_threat: bool = False  # it is the threat itself, not what exposes somebody to it
    immediate_danger: bool = False
    inherited: bool = False  # said of the place, not of this person
    is_own: bool = False  # somebody observed these people themselves
    source: str = "observation"
    ref: str = ""
    quote: str = ""  # in whose words: shown beside it, never weighed, never kept with the decision

    @property
    def adds(self) -> bool:
        return self.polarity is Polarity.RISK


@dataclass(frozen=True)
class BandRule:
    """The thresholds: our choice, to be settled by each office with its specialists."""

    severe: int = 3
    moderate: int = 2
    several: int = 3
    answering: int = 2
    enough: int = 3  # observations about the people themselves; with fewer, Low takes a reason
    context_answers: bool = False
    review_days: Mapping[Band, int] = field(
        default_factory=lambda: MappingProxyType(
            {Band.CRITICAL: 1, Band.HIGH: 7, Band.MEDIUM: 14, Band.LOW: 30, Band.NONE: 7}
        )
    )


@dataclass(frozen=True)
class Row:
    """One threat as it reaches this person: the three ingredients, 0 to 3, and why."""

    threat: str
    threat_level: int
    vulnerability: int
    capacity: int
    band: Band
    because: DecidingClause
    adding: tuple[Observed, ...]
    easing: tuple[Observed, ...]


@dataclass(frozen=True)
class Risk:
    """The band that the rule proposes, the clause and the things that decided, and the matrix."""

    band: Band
    because: DecidingClause
    decisive: tuple[Observed, ...]
    rows: tuple[Row, ...]
    review_in_days: int
    missing: tuple[Missing, ...] = tuple(Missing)
    little_observed: bool = True  # so little about these people that Low takes a reason

    def codes(self) -> dict:
        """What was weighed, as codes and grades only: what an assessment remembers."""
        return {
            "because": self.because.value,
            "missing": [each.value for each in self.missing],
            "decisive": [item.factor or item.threat for item in self.decisive],
            "rows": [
                {
                    "threat": row.threat,
                    "ingredients": [row.threat_level, row.vulnerability, row.capacity],
                    "band": row.band.code,
                    "adding": [_code(item) for item in row.adding],
                    "easing": [_code(item) for item in row.easing],
                }
                for row in self.rows
            ],
        }


def assess_risk(
    observed: Iterable[Observed],
    rule: BandRule | None = None,
    *,
    is_screened: bool = False,
    has_grave_flag: bool = False,
) -> Risk:
    """The risk of one person, family or community, from all that is known of them and around.

    Low is proposed only for those who were screened and whom somebody observed themselves; without
    either it stays *not assessed*. What is graver is proposed at once. While a flag of danger
    (`has_grave_flag`) is unanswered, nothing below High is.
    """
    rule = rule or BandRule()
    everything = tuple(observed)
    missing = _missing(everything, is_screened)
    items = tuple(item for item in everything if item.severity > 0 or item.immediate_danger)
    band, because, decisive = _decide(items, rule)
    if band is Band.LOW and missing:
        band, because = Band.NONE, DecidingClause.TOO_LITTLE_KNOWN
    if has_grave_flag and band < Band.HIGH:
        band, because = Band.HIGH, DecidingClause.FLAG_UNANSWERED
    rows = (_row(threat, items, rule, missing) for threat in {item.threat for item in items})
    ordered = tuple(sorted(rows, key=_by_gravity))
    own = sum(item.is_own for item in everything)
    little = own < rule.enough
    return Risk(band, because, decisive, ordered, rule.review_days[band], missing, little)


def _missing(everything: tuple[Observed, ...], is_screened: bool) -> tuple[Missing, ...]:
    """A grade of 0 is an observation too: somebody looked, and it adds nothing."""
    has = {
        Missing.SCREENING: is_screened,
        Missing.OBSERVATION: any(item.is_own for item in everything),
    }
    return tuple(each for each in Missing if not has[each])


def _decide(
    items: tuple[Observed, ...], rule: BandRule
) -> tuple[Band, DecidingClause, tuple[Observed, ...]]:
    """The first clause that holds."""
    risks = tuple(item for item in items if item.adds and _reaches(item, items))
    danger = tuple(item for item in risks if item.immediate_danger)
    severe = tuple(
        item for item in risks if item.severity >= rule.severe and not _answered(item, items, rule)
    )
    moderate = tuple(item for item in risks if item.severity >= rule.moderate)
    if danger:  # No capacity eases a danger of this moment.
        return Band.CRITICAL, DecidingClause.DANGER_NOW, danger
    if severe:
        return Band.HIGH, DecidingClause.SEVERE_UNANSWERED, severe
    if len(moderate) >= rule.several:
        return Band.HIGH, DecidingClause.SEVERAL_MODERATE, moderate
    if moderate:
        return Band.MEDIUM, DecidingClause.MODERATE, moderate
    return Band.LOW, DecidingClause.NOTHING_GRAVE, ()


def _reaches(item: Observed, items: tuple[Observed, ...]) -> bool:
    """What is said of a place counts for a person when something of theirs meets that threat.

    Else everybody in a hard place would be at the same high risk, and the band would say nothing.
    """
    if not item.inherited or item.immediate_danger:
        return True
    return bool(item.threat) and any(
        own.adds and not own.inherited and own.threat == item.threat for own in items
    )


def _answered(risk: Observed, items: tuple[Observed, ...], rule: BandRule) -> bool:
    """A capacity answers a risk only where somebody linked both to the same threat.

    Capacities ease by one band at most: an answered severe risk still counts as a moderate one.
    """
    return bool(risk.threat) and any(
        not item.adds
        and item.threat == risk.threat
        and item.severity >= rule.answering
        and (rule.context_answers or not item.inherited)
        for item in items
    )


def _row(
    threat: str, items: tuple[Observed, ...], rule: BandRule, missing: tuple[Missing, ...]
) -> Row:
    """Of a threat that is known of the place alone, nothing is said about these people."""
    mine = tuple(item for item in items if item.threat == threat)
    adding = tuple(sorted((item for item in mine if item.adds), key=_by_weight))
    easing = tuple(sorted((item for item in mine if not item.adds), key=_by_weight))
    band, because, _ = _decide(mine, rule)
    if band is Band.LOW and (missing or all(item.inherited for item in mine)):
        band, because = Band.NONE, DecidingClause.TOO_LITTLE_KNOWN
    return Row(
        threat=threat,
        threat_level=_greatest(item for item in adding if item.of_threat),
        vulnerability=_greatest(item for item in adding if not item.of_threat),
        capacity=_greatest(easing),
        band=band,
        because=because,
        adding=adding,
        easing=easing,
    )


def _greatest(items: Iterable[Observed]) -> int:
    return max((item.severity for item in items), default=0)


def _by_weight(item: Observed) -> tuple:
    return (not item.immediate_danger, -item.severity, item.inherited, item.factor, item.ref)


def _by_gravity(row: Row) -> tuple:
    """The gravest band first; what is tied to no threat comes last among equals."""
    weight = row.threat_level + row.vulnerability - row.capacity
    return (-row.band, not row.threat, -weight, row.threat)


def _code(item: Observed) -> list:
    grade: list = [item.factor or item.threat, item.severity]
    return [*grade, "place"] if item.inherited else grade
