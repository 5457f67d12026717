"""Screening: what cannot wait, before anything else is asked.

Pure Python. Urgent needs are met before a full interview; a wish for asylum and signs of
trafficking are flagged for a person to look at, and never decide anything by themselves.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from amparo.pillars.assistance.assessment.urgent_needs import URGENT_NEEDS, Countdown

LIFE_THREATENING = frozenset(
    {"danger_now", "medical", "suicide", "sexual_violence", "child_alone"}
)


@dataclass(frozen=True)
class ScreeningAnswers:
    """What was answered: `urgent` holds the urgent needs that were named."""

    urgent: frozenset[str] = frozenset()
    asylum_wish: bool | None = None
    trafficking_signs: frozenset[str] = frozenset()
    violence_at: datetime | None = None
    # Signs were seen, even where none is named.
    has_signs: bool = False


@dataclass(frozen=True)
class Triage:
    """What to do first and what to look at."""

    at_once: tuple[str, ...] = ()
    soon: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    countdowns: tuple[Countdown, ...] = field(default_factory=tuple)

    @property
    def is_urgent(self) -> bool:
        return bool(self.at_once)


def triage(answers: ScreeningAnswers, *, limits: dict[str, int]) -> Triage:
    """Order what was answered. `limits` are clinical limits in hours that the office has set."""
    named = [need for need in URGENT_NEEDS if need in answers.urgent]
    return Triage(
        at_once=tuple(need for need in named if need in LIFE_THREATENING),
        soon=tuple(need for need in named if need not in LIFE_THREATENING),
        flags=_flags(answers),
        countdowns=_countdowns(answers, limits),
    )


def _flags(answers: ScreeningAnswers) -> tuple[str, ...]:
    flags = []
    if answers.asylum_wish:
        flags.append("asylum")
    if answers.has_signs or answers.trafficking_signs:
        flags.append("trafficking")
    return tuple(flags)


def _countdowns(answers: ScreeningAnswers, limits: dict[str, int]) -> tuple[Countdown, ...]:
    if "sexual_violence" not in answers.urgent or answers.violence_at is None:
        return ()
    return tuple(
        Countdown(code, answers.violence_at + timedelta(hours=hours))
        for code, hours in sorted(limits.items(), key=lambda limit: limit[1])
    )
