"""How one finds what is best for a child: what is gathered, who weighs it, when it is settled.

A determination has two stages: information is collected and analysed, then the factors are
balanced to choose the best option. It is asked for a durable solution for a child alone, for
temporary care in exceptional circumstances, and where a child would be separated from its parents
against their will. Source: UNHCR, Guidelines on Determining the Best Interests of the Child
(2008), and Guidelines on Assessing and Determining the Best Interests of the Child (2021). The
topics that are written down, and how many decide, are practice: an office may ask for more.

Pure: no database, no clock.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# What an assessment tells, in its order; those of MUST are never left empty.
ASSESSED = (
    "identity", "history", "views", "safety", "care", "health", "education", "family", "risks",
    "recommendations",
)  # fmt: skip
MUST = ("views", "safety", "recommendations")
# What is gathered for a determination. What the child says has a place of its own.
GATHERED = ("identity", "history", "safety", "care", "health", "education", "family", "risks")
MUST_BE_GATHERED = ("safety", "care", "family")

FEWEST_OPTIONS = 2
FEWEST_FIELDS = 2

# For which way each option speaks.
SPEAKS_FOR: dict[str, frozenset[str]] = {
    "return": frozenset({"return_family", "return_care"}),
    "reunification": frozenset({"reunification", "return_family", "local_family"}),
}


def empty_topics(found: dict[str, str], must: Iterable[str]) -> list[str]:
    """Which of the topics that are never left empty are empty."""
    return [topic for topic in must if not (found.get(topic) or "").strip()]


@dataclass(frozen=True)
class PanelVote:
    """One member of the panel: what they know about, whether they collected, what they chose."""

    role: str
    collected: bool = False
    option: str = ""


@dataclass(frozen=True)
class DeterminationProgress:
    """How far a determination has come."""

    is_gathered: bool = False
    is_heard: bool = False  # the child was heard, or it is written why not
    options: int = 0
    panel: tuple[PanelVote, ...] = ()
    fewest: int = 2  # who must be on the panel at least


def majority_option(panel: Iterable[PanelVote]) -> str:
    """What more than half of the whole panel chose; nothing while they do not agree."""
    panel = tuple(panel)
    said = Counter(voice.option for voice in panel if voice.option)
    option, count = said.most_common(1)[0] if said else ("", 0)
    return option if count * 2 > len(panel) else ""


def missing(weighing: DeterminationProgress) -> list[str]:
    """What it takes before it can be decided and is not there yet, the first thing first."""
    panel = weighing.panel
    asked = (
        ("information", weighing.is_gathered),
        ("child_heard", weighing.is_heard),
        ("options", weighing.options >= FEWEST_OPTIONS),
        ("panel", len(panel) >= max(weighing.fewest, 2)),
        ("fields", len({voice.role for voice in panel}) >= FEWEST_FIELDS),
        ("others", any(not voice.collected for voice in panel)),
        ("opinions", bool(panel) and all(voice.option for voice in panel)),
        ("agreement", bool(majority_option(panel))),
    )
    return [name for name, is_there in asked if not is_there]


@dataclass(frozen=True)
class BestInterestsFinding:
    """What was found best for a child, and how long it stands until it is looked at again."""

    option: str
    good_until: date | None = None

    def is_old_on(self, day: date) -> bool:
        return self.good_until is not None and self.good_until < day


def blocking_reason(
    way: str, findings: Iterable[BestInterestsFinding], *, on: date, is_under_way: bool = False
) -> str:
    """What stands between a child and this way: nothing only where all that was found speaks
    for it, and something of it still stands. In doubt the way stays shut.
    """
    findings = tuple(findings)
    if is_under_way:
        return "under_way"
    if not findings:
        return "none"
    if any(finding.option not in SPEAKS_FOR[way] for finding in findings):
        return "another_way"
    if all(finding.is_old_on(on) for finding in findings):
        return "too_old"
    return ""
